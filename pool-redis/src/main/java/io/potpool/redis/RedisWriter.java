package io.potpool.redis;

import io.potpool.metrics.Metrics;
import io.potpool.spi.StoreException;
import io.potpool.store.Alarm;
import io.potpool.store.Lane;
import io.potpool.store.LaneQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: what waits together goes to the server in one go, over one connection, in its order. A
 * change whose reply is lost has failed, its fate unknown.
 */
final class RedisWriter {

    private static final class Waiting<T> implements LaneQueue.Weighted {
        final Change<T> change;
        final Lane lane;
        final int weight;
        final CompletableFuture<T> answer = new CompletableFuture<>();

        Waiting(Change<T> change, Lane lane, int weight) {
            this.change = change;
            this.lane = lane;
            this.weight = weight;
        }

        @Nullable Runnable read(@Nullable Object reply, boolean clean) {
            return change.read(reply, clean, answer);
        }

        void fail(RuntimeException failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public int weight() {
            return weight;
        }
    }

    private static final long IDLE_MILLIS = 1000;
    private static final long CLOSE_PATIENCE_MILLIS = 15_000;
    private static final int MOST_ROUNDS = 64;

    private final LaneQueue<Waiting<?>> queue = new LaneQueue<>();
    private final RedisCaller caller;
    private final Alarm alarm;
    private final Supplier<Duration> grouping;
    private final Rates rates;
    private final Runnable atEnd;
    private final LongAdder commits;
    private final LongAdder commitMicros;
    private final Thread thread = new Thread(this::run, "potpool-redis");

    /**
     * @param grouping how long after shares were sent the next may be, at the earliest
     * @param rates what is written beside all else when it is due
     * @param atEnd called once on the writer's thread after the last change
     */
    RedisWriter(
            RedisCaller caller,
            Alarm alarm,
            Metrics metrics,
            Supplier<Duration> grouping,
            Rates rates,
            Runnable atEnd) {
        this.grouping = grouping;
        this.rates = rates;
        this.atEnd = atEnd;
        this.caller = caller;
        this.alarm = alarm;
        commits = metrics.counter("store.commits");
        commitMicros = metrics.counter("store.commitMicros");
        metrics.gauge("store.queued", queue::size);
        metrics.gauge("store.queueBound", () -> LaneQueue.BOUND);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands a change over; a full queue fails the stage at once. */
    <T> CompletableFuture<T> submit(Lane lane, int weight, Change<T> change) {
        Waiting<T> waiting = new Waiting<>(change, lane, weight);
        try {
            queue.add(waiting, lane);
        } catch (StoreException refused) {
            if (!queue.isClosed()) {
                alarm.raise("queueFull", "a change was refused", refused);
            }
            waiting.fail(refused);
        }
        return waiting.answer;
    }

    private void run() {
        try {
            while (!(queue.isClosed() && queue.isEmpty())) {
                List<Waiting<?>> group = queue.take(IDLE_MILLIS);
                rates.due().forEach(call -> group.add(aside(call)));
                if (!group.isEmpty()) {
                    runGuarded(group);
                }
            }
            List<Waiting<?>> last =
                    rates.all().stream().<Waiting<?>>map(this::aside).toList();
            if (!last.isEmpty()) {
                runGuarded(last);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            queue.drain().forEach(waiting -> waiting.fail(new StoreException("the store is closed")));
            atEnd.run();
        }
    }

    private Waiting<?> aside(Call call) {
        return new Waiting<>(
                Change.of(call, left -> {
                    if (Replies.number(left) > 0) {
                        alarm.raise("rates", "work of some workers could not be added", new StoreException("" + left));
                    }
                    return left;
                }),
                Lane.POLICY,
                1);
    }

    private void runGuarded(List<Waiting<?>> group) {
        if (group.stream().anyMatch(waiting -> waiting.lane == Lane.SHARES)) {
            queue.hold(Lane.SHARES, grouping.get());
        }
        List<Waiting<?>> left = new ArrayList<>(group);
        try {
            for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
                left = round(left);
            }
            failAll(left, new StoreException("Redis kept changing under a change; repeat it"));
        } catch (LinkException failure) {
            StoreException away = new StoreException("Redis did not answer: " + failure.getMessage(), failure);
            alarm.raise("link", "changes have no answer", away);
            failAll(left, away);
        } catch (StoreException failure) {
            alarm.raise("wait", "changes are not as durable as asked for", failure);
            failAll(left, failure);
        } catch (Throwable fault) {
            alarm.raise("writer", "changes lost their answers", fault);
            failAll(left, new StoreException("the store's writer failed", fault));
        }
    }

    private static void failAll(List<Waiting<?>> group, RuntimeException failure) {
        group.forEach(waiting -> waiting.fail(failure));
    }

    /** Sends a group and returns those of it that are to be sent once more. */
    private List<Waiting<?>> round(List<Waiting<?>> group) {
        List<Call> calls = new ArrayList<>(group.size());
        List<Waiting<?>> sent = new ArrayList<>(group.size());
        for (Waiting<?> waiting : group) {
            try {
                calls.add(waiting.change.call());
                sent.add(waiting);
            } catch (RuntimeException refused) {
                waiting.fail(refused);
            }
        }
        long began = System.nanoTime();
        List<@Nullable Object> replies = calls.isEmpty() ? List.of() : write(calls, isRepeatable(sent));
        commits.increment();
        commitMicros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        List<Runnable> answers = new ArrayList<>(sent.size());
        List<Waiting<?>> again = new ArrayList<>();
        boolean clean = true;
        for (int i = 0; i < sent.size(); i++) {
            Runnable answer = read(sent.get(i), replies.get(i), clean);
            if (answer == null) {
                again.add(sent.get(i));
            } else {
                answers.add(answer);
            }
            clean &= answer != null && !(replies.get(i) instanceof ErrorReply);
        }
        answers.forEach(Runnable::run);
        return again;
    }

    private @Nullable Runnable read(Waiting<?> waiting, @Nullable Object reply, boolean clean) {
        if (reply instanceof ErrorReply error) {
            StoreException failure = new StoreException("Redis refused a change: " + error.message());
            alarm.raise("refused", "a change could not be made", failure);
            return () -> waiting.fail(failure);
        }
        try {
            return waiting.read(reply, clean);
        } catch (RuntimeException failure) {
            return () -> waiting.fail(failure);
        }
    }

    private static boolean isRepeatable(List<Waiting<?>> group) {
        return group.stream().allMatch(waiting -> waiting.change.isRepeatable());
    }

    /** A connection that the server closed long ago is found out at once: then the calls go over another. */
    private List<@Nullable Object> write(List<Call> calls, boolean repeatable) {
        long began = System.nanoTime();
        try {
            return caller.write(calls);
        } catch (LinkException failure) {
            if (!repeatable || System.nanoTime() - began > RedisCaller.STALE_NANOS) {
                throw failure;
            }
            return caller.write(calls);
        }
    }

    /** Refuses further changes and waits, for some seconds at most, until what was handed over is written. */
    void close() {
        queue.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
