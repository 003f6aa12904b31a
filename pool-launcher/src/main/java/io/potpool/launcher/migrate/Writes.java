package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Writes into the target, some changes ahead of their commits. What is there already stays. For one thread. */
final class Writes implements Sink {

    private static final int AHEAD = 256;

    private final PoolStore target;
    private final SeenIds copied;
    private final Deque<CompletionStage<?>> underWay = new ArrayDeque<>();
    private List<HistoryRecord> records = new ArrayList<>();
    private long fresh;

    Writes(PoolStore target) {
        this(target, new SeenIds());
    }

    /** @param copied the ids of records that are in the target; added to as they become durable */
    Writes(PoolStore target, SeenIds copied) {
        this.target = target;
        this.copied = copied;
    }

    /** Returns how many postings were new. Known after {@link #finish}. */
    long fresh() {
        return fresh;
    }

    /** @throws RuntimeException if the target refuses it, or an earlier one */
    @Override
    public void post(Posting posting) {
        underWay(target.ledger().post(posting).thenAccept(added -> count(added)));
    }

    private synchronized void count(boolean added) {
        fresh += added ? 1 : 0;
    }

    @Override
    public void record(HistoryRecord record) {
        if (copied.contains(record.id())) {
            return;
        }
        records.add(record);
        if (records.size() == HistoryStore.MOST_AT_ONCE) {
            flush();
        }
    }

    private void flush() {
        if (!records.isEmpty()) {
            List<HistoryRecord> batch = records;
            underWay(target.history().add(batch).thenAccept(added -> durable(batch)));
            records = new ArrayList<>();
        }
    }

    @Override
    public void list(AccessList list, String entry) {
        underWay(target.policy().list(list, entry, true));
    }

    @Override
    public void fault(String words) {
        throw new IllegalStateException("the old store has changed while it was read: " + words);
    }

    private synchronized void durable(List<HistoryRecord> batch) {
        batch.forEach(record -> copied.add(record.id()));
    }

    private void underWay(CompletionStage<?> change) {
        underWay.add(change);
        if (underWay.size() > AHEAD) {
            settle(underWay.remove());
        }
    }

    /** Waits until all is durable. */
    void finish() {
        flush();
        while (!underWay.isEmpty()) {
            settle(underWay.remove());
        }
    }

    static void settle(CompletionStage<?> change) {
        try {
            change.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
