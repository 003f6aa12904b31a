package io.potpool.testkit.store;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.AuditReport;
import io.potpool.spi.ConflictingPostingException;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Shares, postings and solutions, which do not care how many instances write them. */
final class SharedLedger implements ShareStore, LedgerStore, SolutionStore {

    private final Map<JournalId, List<List<ShareFate>>> journals = new HashMap<>();
    private final Map<ShareKey, ShareCredit> shares = new LinkedHashMap<>();
    private final Map<String, Posting> postings = new LinkedHashMap<>();
    private final Map<Solution, SolutionFate> solutions = new LinkedHashMap<>();

    @Override
    public synchronized CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        List<List<ShareFate>> fates = journals.computeIfAbsent(batch.journal(), unused -> new ArrayList<>());
        if (batch.sequence() <= fates.size()) {
            return CompletableFuture.completedFuture(fates.get((int) batch.sequence() - 1));
        }
        if (batch.sequence() > fates.size() + 1) {
            return CompletableFuture.failedFuture(new SequenceGapException(fates.size(), batch.sequence()));
        }
        List<ShareFate> told = batch.shares().stream()
                .map(credit -> shares.putIfAbsent(credit.key(), credit) == null
                        ? ShareFate.CREDITED
                        : ShareFate.LATE_DUPLICATE)
                .toList();
        fates.add(told);
        return CompletableFuture.completedFuture(told);
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("nothing is missing in these tests"));
    }

    @Override
    public synchronized List<ShareKey> keysFrom(long lowestHeight) {
        return shares.values().stream()
                .filter(credit -> credit.facts().height() >= lowestHeight)
                .map(ShareCredit::key)
                .toList();
    }

    @Override
    public synchronized CompletionStage<Boolean> post(Posting posting) {
        Posting first = postings.putIfAbsent(posting.id(), posting);
        return first == null || first.equals(posting)
                ? CompletableFuture.completedFuture(first == null)
                : CompletableFuture.failedFuture(new ConflictingPostingException(posting.id()));
    }

    @Override
    public synchronized void each(Consumer<Posting> consumer) {
        postings.values().forEach(consumer);
    }

    @Override
    public synchronized CompletionStage<Void> record(Solution solution) {
        solutions.putIfAbsent(solution, SolutionFate.PENDING);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        solutions.put(solution, fate);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized List<Solution> open(long lowestHeight) {
        return solutions.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen() && entry.getKey().height() >= lowestHeight)
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized AuditReport audit() {
        Map<Account, Wei> sums = new HashMap<>();
        Map<Account, Long> counts = new HashMap<>();
        for (ShareCredit credit : shares.values()) {
            add(sums, credit.entries());
            counts.merge(Account.of(credit.login()), 1L, Long::sum);
        }
        postings.values().forEach(posting -> add(sums, posting.entries()));
        TreeMap<Address, AuditReport.Line> lines = new TreeMap<>();
        sums.forEach((account, sum) -> {
            if (account.isMiner()) {
                lines.put(
                        new Address(account.name()), new AuditReport.Line(sum, sum, counts.getOrDefault(account, 0L)));
            }
        });
        Wei total = lines.values().stream().map(AuditReport.Line::credited).reduce(Wei.ZERO, Wei::plus);
        return new AuditReport(lines, new AuditReport.Line(total, total, shares.size()), List.of());
    }

    private static void add(Map<Account, Wei> sums, List<Entry> entries) {
        entries.forEach(entry -> sums.merge(entry.account(), entry.amount(), Wei::plus));
    }
}
