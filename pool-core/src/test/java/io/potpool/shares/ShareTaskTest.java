package io.potpool.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.Ethash;
import io.potpool.ethash.VerifierTask.Urgency;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShareTaskTest {

    private static final Difficulty SHARE = Difficulty.of(8);
    private static final Nonce NONCE = new Nonce(5);

    private Job job() throws IOException {
        try (PoolRig rig = PoolRig.start(TestTerms.pps(8))) {
            return rig.announce(100, 0, 200);
        }
    }

    private static Submission claiming(Job job, Optional<Hash256> mix) {
        return new Submission(Address.parse("0x" + "a1".repeat(20)), "rig", job, NONCE, Optional.empty(), mix);
    }

    /** Searches, as a forger would, for a mix whose quick result is as wanted. */
    private static Hash256 forged(Job job, Predicate<Hash256> wanted) {
        return LongStream.range(1, 1_000_000)
                .mapToObj(word -> new Hash256(word, 0, 0, 0))
                .filter(mix -> wanted.test(Ethash.quickResult(job.header(), NONCE, mix)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAMixAShareIsLikeAnyOther() throws IOException {
        assertThat(ShareTask.urgency(claiming(job(), Optional.empty()), SHARE)).isEqualTo(Urgency.NORMAL);
    }

    @Test
    void zerosAreNoClaimWhateverTheyLeadTo() throws IOException {
        Job job = job();
        assertThat(ShareTask.urgency(claiming(job, Optional.of(Hash256.ZERO)), Difficulty.of(1)))
                .isEqualTo(Urgency.DOUBTFUL);
    }

    @Test
    void theClaimDecidesHowSoonAShareIsHashed() throws IOException {
        Job job = job();
        Hash256 block = forged(job, result -> job.networkTarget().isMetBy(result));
        Hash256 plausible = forged(
                job,
                result -> !job.networkTarget().isMetBy(result)
                        && Difficulty.reachedBy(result).compareTo(SHARE) >= 0);
        Hash256 low = forged(job, result -> Difficulty.reachedBy(result).compareTo(SHARE) < 0);

        assertThat(ShareTask.urgency(claiming(job, Optional.of(block)), SHARE)).isEqualTo(Urgency.BLOCK);
        assertThat(ShareTask.urgency(claiming(job, Optional.of(plausible)), SHARE))
                .isEqualTo(Urgency.NORMAL);
        assertThat(ShareTask.urgency(claiming(job, Optional.of(low)), SHARE)).isEqualTo(Urgency.DOUBTFUL);
    }
}
