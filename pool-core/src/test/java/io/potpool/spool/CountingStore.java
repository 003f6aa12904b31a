package io.potpool.spool;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that knows marks but not keys: whoever sends a share under two numbers has it credited twice. */
final class CountingStore implements ShareStore {

    private final Map<JournalId, TreeMap<Long, List<ShareCredit>>> applied = new HashMap<>();

    @Override
    public synchronized CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        TreeMap<Long, List<ShareCredit>> journal = applied.computeIfAbsent(batch.journal(), unused -> new TreeMap<>());
        long mark = journal.isEmpty() ? 0 : journal.lastKey();
        if (batch.sequence() > mark + 1) {
            return CompletableFuture.failedFuture(new SequenceGapException(mark, batch.sequence()));
        }
        journal.putIfAbsent(batch.sequence(), batch.shares());
        return CompletableFuture.completedFuture(
                Collections.nCopies(batch.shares().size(), ShareFate.CREDITED));
    }

    /** A failover to a copy that was behind. */
    synchronized void loseAllAfter(JournalId journal, long mark) {
        applied.getOrDefault(journal, new TreeMap<>()).tailMap(mark, false).clear();
    }

    private synchronized Map<ShareKey, Integer> times() {
        Map<ShareKey, Integer> times = new HashMap<>();
        List<ShareCredit> all = new ArrayList<>();
        applied.values().forEach(journal -> journal.values().forEach(all::addAll));
        all.forEach(share -> times.merge(share.key(), 1, Integer::sum));
        return times;
    }

    int timesCredited(ShareKey key) {
        return times().getOrDefault(key, 0);
    }

    int timesCreditedAtMost() {
        return times().values().stream().mapToInt(each -> each).max().orElse(1);
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("nothing is missing in these tests"));
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        return List.copyOf(times().keySet());
    }
}
