package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitTest {

    private static final long PER_SHARE = BatchLimit.MAX_NANOS / 40;

    private final BatchLimit limit = new BatchLimit();

    @Test
    void aSlowMachineGetsBatchesOfWhatFitsInTheTime() {
        assertThat(limit.shares()).isEqualTo(BatchLimit.MOST);
        limit.took(64, 64 * PER_SHARE);
        assertThat(limit.shares()).isEqualTo(40);
        limit.took(40, 40 * PER_SHARE);
        assertThat(limit.shares()).isEqualTo(40);
    }

    @Test
    void aFastMachineGetsFullBatches() {
        limit.took(64, BatchLimit.MAX_NANOS / 2);
        assertThat(limit.shares()).isEqualTo(BatchLimit.MOST);
    }

    @Test
    void itGrowsAgainAfterAPause() {
        limit.took(64, 10 * BatchLimit.MAX_NANOS);
        assertThat(limit.shares()).isEqualTo(BatchLimit.LEAST);
        for (int batch = 0; batch < 100; batch++) {
            limit.took(limit.shares(), limit.shares() * PER_SHARE);
        }
        assertThat(limit.shares()).isEqualTo(39);
    }

    @Test
    void batchesThatAreNotFullSayNothingAboutLargerOnes() {
        limit.took(64, 64 * PER_SHARE);
        limit.took(3, 3 * PER_SHARE / 10);
        assertThat(limit.shares()).isEqualTo(40);
    }
}
