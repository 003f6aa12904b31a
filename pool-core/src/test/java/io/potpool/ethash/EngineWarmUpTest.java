package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineWarmUpTest {

    private final LightCache cache = LightCache.build(new EthashEpoch(0, 0), 128, 256);

    /** An engine that counts how often it is warmed, and then throws. */
    private static final class Faulty implements HashEngine {

        private int warmed;

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public void hash(LightCache cache, ShareBatch batch) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void warmUp(LightCache cache) {
            warmed++;
            throw new StackOverflowError("planted");
        }
    }

    @Test
    void itBeginsWithTheFirstCacheAndIsDoneWhenEveryThreadHasServed() {
        EngineWarmUp warmUp = new EngineWarmUp(2);
        HashEngine engine = HashEngine.plain();
        assertThat(warmUp.serve(engine)).isFalse();
        assertThat(warmUp.isDone(cache)).isFalse();

        assertThat(warmUp.serve(engine)).isTrue();
        assertThat(warmUp.isDone(cache)).isFalse();
        assertThat(warmUp.serve(engine)).isTrue();
        assertThat(warmUp.isDone(cache)).isTrue();
    }

    @Test
    void anEngineThatCannotBeWarmedKeepsNoThreadFromItsShares() {
        EngineWarmUp warmUp = new EngineWarmUp(1);
        Faulty engine = new Faulty();
        assertThat(warmUp.isDone(cache)).isFalse();

        assertThat(warmUp.serve(engine)).isTrue();
        assertThat(engine.warmed).isOne();
        assertThat(warmUp.isDone(cache)).isTrue();
    }
}
