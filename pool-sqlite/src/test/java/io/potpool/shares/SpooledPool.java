package io.potpool.shares;

import io.potpool.chain.Chains;
import io.potpool.domain.Hash256;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.Ratio;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.spool.Spool;
import io.potpool.spool.SpoolSettings;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.terms.NonceTerms;
import io.potpool.testkit.contract.SampleShares;
import io.potpool.work.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A journal with a spool over a real store behind a bad line. */
final class SpooledPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(60);
    private static final int SEGMENT = 4096;

    final SqliteStore store;
    final FlakyStore line;
    final Spool spool;
    final Metrics metrics = new Metrics();
    private final ShareJournal journal;

    /** Opens what lies in {@code dir}; {@code answered} hears of every nonce that is answered true. */
    SpooledPool(Path dir, long seed, int silences, LongConsumer answered) {
        SqliteSettings settings = SqliteSettings.of(dir.resolve("store"), "classic", 61);
        store = SqliteStore.open(settings.withClock(() -> SampleShares.AT));
        line = new FlakyStore(store.shares(), seed, silences);
        SpoolSettings bounds = new SpoolSettings(dir.resolve("spool"), 1 << 26, Duration.ofMinutes(30), SEGMENT);
        spool = Spool.open(bounds, "classic 61", Clock.systemUTC(), metrics);
        journal =
                new ShareJournal(JournalId.random(), line, Optional.of(spool), PATIENCE, metrics, (share, credited) -> {
                    if (credited) {
                        answered.accept(share.nonce());
                    }
                });
        journal.start();
    }

    boolean offer(long nonce) {
        ShareCredit credit = SampleShares.share(SampleShares.ALICE, 100, nonce);
        Job job = new Job(
                credit.facts().header(),
                Hash256.ZERO,
                100,
                Chains.named("classic").epochAt(100),
                credit.facts().network().toTarget(),
                credit.facts().network(),
                credit.facts().blockReward(),
                "node",
                true);
        NonceTerms terms = new NonceTerms(
                credit.facts().effective(), credit.facts().effective(), credit.terms(), Optional.empty(), false, true);
        PendingShare share = new PendingShare(
                new Submission(credit.login(), "w", job, credit.facts().nonce(), Optional.empty(), Optional.empty()),
                terms,
                0,
                Ratio.ONE,
                SampleShares.AT,
                System.nanoTime(),
                new HeaderNonces(100));
        return journal.offer(credit, share);
    }

    @Override
    public void close() throws IOException {
        journal.close();
        spool.close();
        store.close();
    }
}
