package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {

    private final LightCache cache = LightCache.build(new EthashEpoch(0, 0), 1024, 32_768);

    /** Gives the right items, but computes them so many times over. */
    private record Repeating(String name, int times, ItemComputer plain) implements ItemComputer {

        @Override
        public void compute(LightCache cache, long[] items, int lanes, long[] planes) {
            for (int i = 0; i < times; i++) {
                plain.compute(cache, items, lanes, planes);
            }
        }
    }

    private EngineChoice choice(int first, int second) {
        return new EngineChoice(List.of(
                () -> new Repeating("first", first, new PlainItems()),
                () -> new Repeating("second", second, new PlainItems())));
    }

    @Test
    void theFasterOneIsTakenByAllEngines() {
        EngineChoice choice = choice(4, 1);
        HashEngine one = choice.engine();
        HashEngine other = choice.engine();
        assertThat(one.name()).isEqualTo("first");
        one.warmUp(cache);
        other.warmUp(cache);
        assertThat(one.name()).isEqualTo("second");
        assertThat(other.name()).isEqualTo("second");
    }

    @Test
    void plainJavaStaysIfItIsTheFaster() {
        HashEngine engine = choice(1, 4).engine();
        engine.warmUp(cache);
        assertThat(engine.name()).isEqualTo("first");
    }

    /** Is fast and wrong. */
    private record Wrong(String name) implements ItemComputer {

        @Override
        public void compute(LightCache cache, long[] items, int lanes, long[] planes) {
            planes[0] = items[0];
        }
    }

    @Test
    void aComputerOfWrongItemsIsNotUsedHoweverFastItIs() {
        HashEngine engine = new EngineChoice(List.of(PlainItems::new, () -> new Wrong("wrong"))).engine();
        engine.warmUp(cache);
        assertThat(engine.name()).isEqualTo("plain");
    }

    @Test
    void anEngineThatFailsIsReplacedByPlainJava() {
        EngineChoice choice = choice(4, 1);
        HashEngine engine = choice.engine();
        engine.warmUp(cache);
        engine.failed(new IllegalStateException("planted"));
        assertThat(engine.name()).isEqualTo("first");
    }

    @Test
    void sharesAreHashedBeforeTheChoiceToo() {
        HashEngine engine = choice(1, 1).engine();
        ShareBatch batch = new ShareBatch();
        Hash256 header = new Hash256(1, 2, 3, 4);
        batch.add(header, new Nonce(1));
        batch.add(header, new Nonce(2));
        engine.hash(cache, batch);
        assertThat(batch.hash(1)).isEqualTo(Ethash.hash(cache, header, new Nonce(2)));
    }

    @Test
    void whereNothingElseIsFoundPlainJavaIsUsed() {
        assertThat(HashEngines.fastest().get().name()).isEqualTo("plain");
    }
}
