package io.potpool.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Wei;
import io.potpool.ethash.EthashEpoch;
import org.junit.jupiter.api.Test;

class NextEpochTest {

    private final NextEpoch classic = new NextEpoch(Chains.named("classic"));

    @Test
    void itIsDueAThousandBlocksAhead() {
        assertThat(classic.after(25_200_000 - 1001)).isEmpty();
        assertThat(classic.after(25_200_000 - 1000)).hasValue(new EthashEpoch(420, 840));
        assertThat(classic.after(25_200_000 - 1)).hasValue(new EthashEpoch(420, 840));
        assertThat(classic.after(25_200_000)).isEmpty();
    }

    @Test
    void whereTheLengthChangesTheNextOneIsThatOfTheNewRule() {
        assertThat(classic.after(11_699_500)).hasValue(new EthashEpoch(195, 390));
    }

    @Test
    void ofShortEpochsItIsTheVeryNextOnceNoShareOfTheOneBeforeCanCome() {
        NextEpoch epochs = new NextEpoch(ChainSpec.builder("short", 7)
                .reward(0, Wei.parse("1"))
                .epochLength(0, 30)
                .build());
        assertThat(epochs.after(0)).hasValue(new EthashEpoch(1, 0));
        assertThat(epochs.after(30)).isEmpty();
        assertThat(epochs.after(37)).isEmpty();
        assertThat(epochs.after(38)).hasValue(new EthashEpoch(2, 0));
        assertThat(epochs.after(59)).hasValue(new EthashEpoch(2, 0));
    }
}
