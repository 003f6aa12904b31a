package io.potpool.sqlite;

import io.potpool.metrics.Metrics;
import io.potpool.spi.StoreException;
import io.potpool.store.Alarm;
import io.potpool.store.Lane;
import io.potpool.store.LaneQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. What waits together shares one transaction; if that fails, each of its changes is tried in
 * a transaction of its own, so that each succeeds or fails for itself. Between changes it tidies up in small steps.
 */
final class Writer {

    private static final long TIDY_EVERY_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long TIDY_AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_MILLIS = 1000;
    private static final long CLOSE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LaneQueue<Command<?>> queue = new LaneQueue<>();
    private final Session.Source source;
    private final Runnable atEnd;
    private final Alarm alarm;
    private final long patienceNanos;
    private final LongAdder commits;
    private final LongAdder commitMicros;
    private final Thread thread = new Thread(this::run, "potpool-sqlite");
    private @Nullable Session session;
    private long tidyDue = System.nanoTime();
    private long tidied = System.nanoTime();
    private boolean tidying;
    private volatile long closedNanos;

    /** @param atEnd called once on the writer's thread after the last change */
    Writer(Session first, Session.Source source, Duration patience, Metrics metrics, Runnable atEnd) {
        this.session = first;
        this.source = source;
        this.alarm = source.alarm();
        this.atEnd = atEnd;
        this.patienceNanos = patience.toNanos();
        this.commits = metrics.counter("store.commits");
        this.commitMicros = metrics.counter("store.commitMicros");
        metrics.gauge("store.queued", queue::size);
        metrics.gauge("store.queueBound", () -> LaneQueue.BOUND);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands a change over; a full queue fails the stage at once. */
    <T> CompletableFuture<T> submit(Lane lane, int weight, Command.Work<T> work) {
        Command<T> command = new Command<>(work, weight, System.nanoTime());
        try {
            queue.add(command, lane);
        } catch (StoreException refused) {
            if (!queue.isClosed()) {
                alarm.raise("queueFull", "a change was refused", refused);
            }
            command.fail(refused);
        }
        return command.answer();
    }

    private void run() {
        try {
            while (!(queue.isClosed() && queue.isEmpty())) {
                List<Command<?>> group = queue.take(tidying ? 0 : IDLE_MILLIS);
                if (!group.isEmpty()) {
                    runGuarded(group);
                }
                tidyUp();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            queue.drain().forEach(command -> command.fail(new StoreException("the store is closed")));
            drop(null);
            atEnd.run();
        }
    }

    private void runGuarded(List<Command<?>> group) {
        try {
            runGroup(new ArrayList<>(group));
        } catch (Throwable fault) {
            drop(fault);
            alarm.raise("writer", "changes lost their answers", fault);
            StoreException failure = new StoreException("the store's writer failed", fault);
            group.forEach(command -> command.fail(failure));
        }
    }

    private void runGroup(List<Command<?>> group) {
        Session open = begin(group);
        if (open == null) {
            return;
        }
        long began = System.nanoTime();
        List<Runnable> answers = new ArrayList<>(group.size());
        try {
            for (Command<?> command : group) {
                answers.add(command.run(open));
            }
            open.commit();
        } catch (SQLException | RuntimeException failure) {
            drop(failure);
            afterFailure(group, failure);
            return;
        }
        commits.increment();
        commitMicros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        answers.forEach(Runnable::run);
    }

    private void afterFailure(List<Command<?>> group, Exception failure) {
        if (group.size() > 1) {
            group.forEach(command -> runGroup(new ArrayList<>(List.of(command))));
            return;
        }
        alarm.raise("commit", "a change could not be written", failure);
        group.get(0).fail(new StoreException("the change could not be written: " + failure.getMessage(), failure));
    }

    /** Begins a transaction, as long as some change of the group has patience; those without fail and leave it. */
    private @Nullable Session begin(List<Command<?>> group) {
        while (!group.isEmpty()) {
            try {
                return begin();
            } catch (SQLException failure) {
                boolean isBusy = Database.isBusy(failure);
                alarm.raise(isBusy ? "busy" : "begin", "no transaction could be begun", failure);
                StoreException told =
                        new StoreException("the database is not writable now: " + failure.getMessage(), failure);
                long now = System.nanoTime();
                boolean isPatient = isBusy && !isOverdue(now);
                group.removeIf(command -> {
                    boolean gone = !isPatient || now - command.queuedNanos() > patienceNanos;
                    if (gone) {
                        command.fail(told);
                    }
                    return gone;
                });
            }
        }
        return null;
    }

    private Session begin() throws SQLException {
        Session open = session;
        if (open == null) {
            open = source.open();
            session = open;
        }
        try {
            open.begin();
        } catch (SQLException failure) {
            if (!Database.isBusy(failure)) {
                drop(failure);
            }
            throw failure;
        }
        return open;
    }

    private void drop(@Nullable Throwable cause) {
        Session old = session;
        session = null;
        try {
            if (old != null) {
                old.close();
            }
        } catch (SQLException failure) {
            alarm.raise("close", "the database was not closed cleanly", cause == null ? failure : cause);
        }
    }

    private boolean isOverdue(long now) {
        return queue.isClosed() && now - closedNanos > CLOSE_PATIENCE_NANOS;
    }

    private void tidyUp() {
        long now = System.nanoTime();
        if (!tidying && now - tidyDue >= 0) {
            tidying = true;
            tidyDue = now + TIDY_EVERY_NANOS;
        }
        if (!tidying || queue.isClosed() || !queue.isEmpty() && now - tidied < TIDY_AT_LEAST_NANOS) {
            return;
        }
        tidied = now;
        try {
            Session open = begin();
            tidying = open.tidying().step();
            open.commit();
        } catch (SQLException | RuntimeException failure) {
            tidying = false;
            drop(failure);
            alarm.raise("tidy", "old rows could not be folded now", failure);
        }
    }

    /** Refuses further changes and waits, for some seconds at most, until what was handed over is written. */
    void close() {
        closedNanos = System.nanoTime();
        queue.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_PATIENCE_NANOS) * 3 / 2);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
