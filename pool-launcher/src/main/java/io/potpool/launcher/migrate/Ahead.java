package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Copies, while the old pool runs, what never changes in it any more: payments, shifts and matured blocks. Nothing of the
 * ledger is written, nor what a later state of the old pool could contradict.
 */
final class Ahead implements Sink {

    private static final Set<String> FINAL = Set.of("payment", "shift-day", "shift-hour");
    private static final int LINE_EVERY = 20_000;

    private final Writes writes;
    private final SeenIds copied;
    private final FaultList faults;
    private final Consumer<String> progress;
    private final FollowControl control;
    private long fresh;

    /**
     * One reading.
     *
     * @param copied what former readings have copied; added to as soon as it is durable
     * @param faults takes what would stand against an import at this moment
     * @param control ends the reading, by a {@link StoppedException}
     */
    Ahead(PoolStore target, SeenIds copied, FaultList faults, Consumer<String> progress, FollowControl control) {
        this.control = control;
        this.writes = new Writes(target, copied);
        this.copied = copied;
        this.faults = faults;
        this.progress = progress;
    }

    /** Waits until all is durable; returns how many rows were copied. */
    long finish() {
        writes.finish();
        return fresh;
    }

    @Override
    public void post(Posting posting) {}

    @Override
    public void record(HistoryRecord record) {
        StoppedException.check(control);
        boolean matured = record.kind().equals("block")
                && record.fields().getOrDefault("state", "").equals("matured");
        if ((matured || FINAL.contains(record.kind())) && !copied.contains(record.id())) {
            writes.record(record);
            fresh++;
            if (fresh % LINE_EVERY == 0) {
                progress.accept(fresh + " rows of the past copied");
            }
        }
    }

    @Override
    public void list(AccessList list, String entry) {}

    @Override
    public void fault(String words) {
        faults.add(words);
    }
}
