package io.potpool.shares;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sees to it that every submission is answered in time: what has no fate after {@link #PATIENCE} hears "not recorded in
 * time". Miners hang up after 2 s of silence.
 */
final class AnswerClock {

    static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final long SWEEP_MILLIS = 20;

    private record Due(CompletableFuture<ShareOutcome> answer, long atNanos) {}

    private final Queue<Due> due = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanoTime;

    AnswerClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    void watch(CompletableFuture<ShareOutcome> answer, long readNanos) {
        due.add(new Due(answer, readNanos + PATIENCE.toNanos()));
    }

    /** Returns whether a submission read at {@code readNanos} has been answered without a fate by now. */
    boolean isOver(long readNanos) {
        return nanoTime.getAsLong() - readNanos >= PATIENCE.toNanos();
    }

    void sweep() {
        long now = nanoTime.getAsLong();
        Due head = due.peek();
        while (head != null && (head.answer().isDone() || now - head.atNanos() >= 0)) {
            due.poll();
            head.answer().complete(new ShareOutcome.NotRecorded());
            head = due.peek();
        }
    }
}
