package io.potpool.testkit.adversary;

import io.potpool.domain.Hash256;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.FixedJob;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.store.ForwardingStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The way of one instance to the store, which can be cut in either direction, with a bug planted or none. */
final class CutStore extends ForwardingStore {

    /** Which way is open. */
    enum Way {
        OPEN,
        /** What is asked is done, and the answer is lost. */
        ANSWERS_LOST,
        /** Nothing gets through. */
        CUT
    }

    private static final long MORE_THAN_THERE_ARE = 1_000_000_000_000L;

    private final PoolBug bug;
    private final boolean first;
    private volatile Way way = Way.OPEN;

    CutStore(PoolStore right, PoolBug bug, boolean first) {
        super(right);
        this.bug = bug;
        this.first = first;
    }

    void way(Way now) {
        way = now;
    }

    boolean isOpen() {
        return way == Way.OPEN;
    }

    private <T> CompletionStage<T> through(Supplier<CompletionStage<T>> call) {
        if (way == Way.CUT) {
            return CompletableFuture.failedFuture(new IllegalStateException("cut off from the store"));
        }
        CompletionStage<T> done = call.get();
        if (way == Way.ANSWERS_LOST) {
            return done.thenCompose(
                    unused -> CompletableFuture.failedFuture(new IllegalStateException("the answer is lost")));
        }
        return done;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        boolean other = bug == PoolBug.SHARES_ARE_PER_INSTANCE && first;
        return through(() -> super.commit(other ? underOtherHeaders(batch) : batch));
    }

    private static CreditBatch underOtherHeaders(CreditBatch batch) {
        return new CreditBatch(
                batch.journal(),
                batch.sequence(),
                batch.shares().stream().map(CutStore::underAnotherHeader).toList());
    }

    private static ShareCredit underAnotherHeader(ShareCredit share) {
        ShareFacts facts = share.facts();
        Hash256 header = new Hash256(
                facts.header().w0(),
                facts.header().w1(),
                facts.header().w2(),
                ~facts.header().w3());
        return new ShareCredit(
                new ShareFacts(
                        header,
                        facts.nonce(),
                        facts.height(),
                        facts.network(),
                        facts.blockReward(),
                        facts.effective(),
                        facts.actual(),
                        facts.lagFactor()),
                share.terms(),
                share.login(),
                share.worker(),
                share.at(),
                share.entries());
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        return through(() -> super.append(by, change, announced).thenApply(this::spoilt));
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        return super.load(lowestHeight).stream().map(this::spoilt).toList();
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        boolean deaf = bug == PoolBug.ANNOUNCES_WITHOUT_RECORDS;
        return through(() -> super.announce(by, height, known).thenApply(reply -> spoilt(reply, deaf)));
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        return through(() -> super.fix(job));
    }

    @Override
    public CompletionStage<Agreement> confirm(Confirmation told) {
        Confirmation claimed = bug != PoolBug.CLAIMS_TO_HAVE_SEEN_ALL
                ? told
                : new Confirmation(
                        told.id(),
                        told.known(),
                        MORE_THAN_THERE_ARE,
                        told.announced(),
                        told.lowestCommittable(),
                        told.storeTime(),
                        told.state(),
                        told.held());
        return through(() -> super.confirm(claimed).thenApply(reply -> spoilt(reply, false)));
    }

    private Agreement spoilt(Agreement reply, boolean deaf) {
        return new Agreement(
                deaf ? List.of() : reply.settled().stream().map(this::spoilt).toList(),
                reply.pending(),
                reply.lastSequence(),
                reply.announced(),
                reply.best(),
                reply.leastCommittable(),
                reply.gone(),
                reply.at(),
                reply.loss());
    }

    private TermsRecord spoilt(TermsRecord entry) {
        boolean forgets = bug == PoolBug.LEASES_ARE_FORGOTTEN_AT_THEIR_END && entry.change() instanceof TermsChange.End;
        if (forgets || bug == PoolBug.TERMS_HOLD_AT_ONCE) {
            return new TermsRecord(entry.sequence(), entry.by(), forgets ? 0 : entry.fromHeight() - 1, entry.change());
        }
        return entry;
    }
}
