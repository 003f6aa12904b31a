package io.potpool.sqlite;

import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.AuditReport;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreAudit;
import io.potpool.testkit.contract.SampleShares;
import io.potpool.testkit.store.ForwardingStore;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** What planted bugs are made of. */
final class BatchBugs {

    private BatchBugs() {}

    /** Keeps marks of its own beside the right ones. */
    abstract static class Counting extends ForwardingStore {
        private final Map<JournalId, Long> marks = new HashMap<>();

        Counting(PoolStore right) {
            super(right);
        }

        long mark(CreditBatch batch) {
            return marks.getOrDefault(batch.journal(), 0L);
        }

        CompletionStage<List<ShareFate>> counted(CreditBatch batch) {
            marks.put(batch.journal(), batch.sequence());
            return right.shares().commit(batch);
        }

        /** Applies a batch whatever its number. */
        CompletionStage<List<ShareFate>> asNew(CreditBatch batch) {
            return right.shares().commit(new CreditBatch(JournalId.random(), 1, batch.shares()));
        }
    }

    static CreditBatch otherNonces(CreditBatch batch) {
        return nonces(batch, share -> share.facts().nonce().value() + 1_000_000);
    }

    static CreditBatch nonces(CreditBatch batch, ToLongFunction<ShareCredit> nonce) {
        return map(
                batch,
                share -> new Nonce(nonce.applyAsLong(share)),
                share -> share.facts().height());
    }

    static CreditBatch atHeight(CreditBatch batch, long height) {
        return map(batch, share -> share.facts().nonce(), share -> height);
    }

    private static CreditBatch map(
            CreditBatch batch, Function<ShareCredit, Nonce> nonce, ToLongFunction<ShareCredit> height) {
        return new CreditBatch(
                batch.journal(),
                batch.sequence(),
                batch.shares().stream()
                        .map(share -> {
                            ShareFacts old = share.facts();
                            ShareFacts facts = new ShareFacts(
                                    SampleShares.header(height.applyAsLong(share)),
                                    nonce.apply(share),
                                    height.applyAsLong(share),
                                    old.network(),
                                    old.blockReward(),
                                    old.effective(),
                                    old.actual(),
                                    old.lagFactor());
                            return SampleShares.paid(facts, share.terms(), share.login());
                        })
                        .toList());
    }

    /** Returns an audit that reads money as {@code reading} does. */
    static StoreAudit reading(PoolStore right, UnaryOperator<BigInteger> reading) {
        UnaryOperator<AuditReport.Line> line = exact -> new AuditReport.Line(
                new Wei(reading.apply(exact.credited().value())),
                new Wei(reading.apply(exact.balance().value())),
                exact.shares());
        return schemes -> {
            AuditReport report = right.audit().run(schemes);
            TreeMap<io.potpool.domain.Address, AuditReport.Line> accounts = new TreeMap<>();
            report.accounts().forEach((login, exact) -> accounts.put(login, line.apply(exact)));
            return new AuditReport(accounts, line.apply(report.totals()), report.faults());
        };
    }

    /** Misses nothing. */
    static final class Forgiving extends ForwardingStore {
        Forgiving(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> missing(JournalId journal, long sequence) {
            return CompletableFuture.allOf();
        }
    }
}
