package io.potpool.shares;

import io.potpool.domain.Wei;
import io.potpool.spi.Agreement;
import io.potpool.spi.AuditReport;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.OneInstance;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.TermsStore;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A store that confirms everything at once and keeps nothing, so that only the pool's own work is measured. */
final class SinkStore
        implements PoolStore, ShareStore, TermsStore, HeightStore, SolutionStore, LedgerStore, OneInstance.State {

    private final AtomicLong sequence = new AtomicLong();
    private final OneInstance instance = new OneInstance(this, Long.MAX_VALUE, InstantSource.system());

    private static CompletionStage<Void> done() {
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        return CompletableFuture.completedFuture(
                Collections.nCopies(batch.shares().size(), ShareFate.CREDITED));
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return done();
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        return List.of();
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        return CompletableFuture.completedFuture(
                new TermsRecord(sequence.incrementAndGet(), by, announced.getAsLong() + 1, change));
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        return List.of();
    }

    @Override
    public long highestAnnounced() {
        return -1;
    }

    @Override
    public long reference() {
        return -1;
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return instance.agreement(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        return CompletableFuture.completedFuture(job);
    }

    @Override
    public CompletionStage<List<TermsRecord>> after(long known) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public long lastSequence() {
        return sequence.get();
    }

    @Override
    public long announced() {
        return -1;
    }

    @Override
    public long best() {
        return -1;
    }

    @Override
    public CompletionStage<Long> nextToken(String office) {
        return CompletableFuture.completedFuture(sequence.incrementAndGet());
    }

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void each(Consumer<Posting> consumer) {
        // Nothing is kept.
    }

    @Override
    public InstanceStore instances() {
        return instance;
    }

    @Override
    public LeadershipStore leadership() {
        return instance;
    }

    @Override
    public LedgerStore ledger() {
        return this;
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return done();
    }

    @Override
    public CompletionStage<Void> record(Solution solution) {
        return done();
    }

    @Override
    public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        return done();
    }

    @Override
    public List<Solution> open(long lowestHeight) {
        return List.of();
    }

    @Override
    public ShareStore shares() {
        return this;
    }

    @Override
    public TermsStore terms() {
        return this;
    }

    @Override
    public HeightStore heights() {
        return this;
    }

    @Override
    public SolutionStore solutions() {
        return this;
    }

    @Override
    public PolicyStore policy() {
        return new NoPolicy();
    }

    @Override
    public StoreAudit audit() {
        return schemes -> new AuditReport(new TreeMap<>(), new AuditReport.Line(Wei.ZERO, Wei.ZERO, 0), List.of());
    }

    @Override
    public void close() {
        // Nothing is kept.
    }
}
