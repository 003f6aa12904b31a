package io.potpool.testkit.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.AuditReport;
import io.potpool.spi.PoolStore;
import io.potpool.terms.Terms;
import io.potpool.testkit.contract.SampleShares;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Over two instances of a pool on one store, whoever chooses after the hash is known earns no more than who does not, and a
 * share sent to both is paid once.
 *
 * <p>The bound is five standard deviations of honest mining over the same hashes; the seeds are fixed. To the wei, the store
 * has credited what was promised when each share was sent, once each; and what a nonce is paid under never differs, neither
 * between the instances nor from one look to a later one. Extend it for a store that many instances may use.
 */
public abstract class SharedTermsContract {

    private static final double SIGMAS = 5;
    private static final double LEAST_PART = 0.9;
    private static final int ROUNDS = 62;

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory; called once for every start of an instance. */
    protected abstract PoolStore open(Path dir);

    private record Played(CunningMiner miner, BigInteger credited) {

        /** Whether a choice after the hash was worth something, or a share was paid otherwise than once. */
        boolean isCaught() {
            return sigmas() > SIGMAS || miner.changedDeals > 0 || !credited.equals(miner.promised);
        }

        double sigmas() {
            return (credited.doubleValue() - miner.mean) / Math.sqrt(miner.variance);
        }
    }

    private Played play(String a, String cap, PoolBug bug, long seed) {
        Terms defaults = new Terms(
                Difficulty.of(8),
                new RewardTerms(new BigDecimal(a), new BigDecimal(cap), BigDecimal.ZERO, LagRule.UNCLE, "pot"));
        Supplier<PoolStore> stores = () -> open(dir);
        CunningMiner miner;
        try (TwoInstances pool = new TwoInstances(stores, defaults, bug, seed)) {
            miner = new CunningMiner(pool, defaults.difficulty(), seed);
            miner.play(ROUNDS, bug != PoolBug.NONE);
        }
        try (PoolStore store = open(dir)) {
            AuditReport report = store.audit().run(SampleShares.schemes());
            assertThat(report.faults()).isEmpty();
            return new Played(miner, report.totals().credited().value());
        }
    }

    /** Whoever chooses instance, session, terms or moment after the hash earns the honest mean. */
    @ParameterizedTest
    @CsvSource({"0, 0, 31", "0.8, 1.5, 32"})
    public void whoChoosesTheInstanceAfterTheHashEarnsTheHonestMean(String a, String cap, long seed) {
        Played played = play(a, cap, PoolBug.NONE, seed);

        assertThat(played.miner().hashes).isGreaterThan(150_000);
        assertThat(played.miner().uncertain).isGreaterThan(100);
        assertThat(played.miner().sentToBoth).isGreaterThan(1000);
        assertThat(played.miner().sentElsewhere).isGreaterThan(1000);
        assertThat(played.credited()).isEqualTo(played.miner().promised);
        assertThat(played.miner().changedDeals).isZero();
        assertThat(played.sigmas()).isLessThan(SIGMAS);
        assertThat(played.credited().doubleValue()).isGreaterThan(LEAST_PART * played.miner().mean);
    }

    /** Every planted bug pays him more, or lets him choose. */
    @ParameterizedTest
    @EnumSource(value = PoolBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    public void everyPlantedBugIsCaughtByTheSameBound(PoolBug bug) {
        Played played = play("0", "0", bug, 41);

        assertThat(played.isCaught()).isTrue();
    }
}
