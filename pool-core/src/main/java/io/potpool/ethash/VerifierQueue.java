package io.potpool.ethash;

import io.potpool.ethash.VerifierTask.Urgency;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for a verifier, by urgency; each urgency has a bound of its own. Thread-safe. */
final class VerifierQueue {

    /** The tasks of one urgency. */
    private record Line(Queue<VerifierTask> tasks, int bound) {

        Line(int bound) {
            this(new ArrayDeque<>(Math.min(bound, USUAL)), bound);
        }
    }

    private static final int USUAL = 4096;

    private final Line block;
    private final Line normal;
    private final Line doubtful;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private boolean closed;

    VerifierQueue(int blockBound, int normalBound, int doubtfulBound) {
        block = new Line(blockBound);
        normal = new Line(normalBound);
        doubtful = new Line(doubtfulBound);
    }

    private Line line(Urgency urgency) {
        return switch (urgency) {
            case BLOCK -> block;
            case NORMAL -> normal;
            case DOUBTFUL -> doubtful;
        };
    }

    /** Adds a task, unless the line of its urgency is full or {@link #close} was called. */
    boolean offer(VerifierTask task) {
        Line line = line(task.urgency());
        lock.lock();
        try {
            if (closed || line.tasks.size() >= line.bound) {
                return false;
            }
            line.tasks.add(task);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves up to {@code most} tasks, the most urgent first; waits for the first, but not for more. */
    void take(List<VerifierTask> into, int most, long patienceMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            while (waiting() == 0 && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            move(into, most);
            if (waiting() > 0) {
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void move(List<VerifierTask> into, int most) {
        move(block.tasks, into, most);
        move(normal.tasks, into, most);
        move(doubtful.tasks, into, most);
    }

    private static void move(Queue<VerifierTask> from, List<VerifierTask> into, int most) {
        while (into.size() < most && !from.isEmpty()) {
            into.add(from.remove());
        }
    }

    private int waiting() {
        return block.tasks.size() + normal.tasks.size() + doubtful.tasks.size();
    }

    int size() {
        lock.lock();
        try {
            return waiting();
        } finally {
            lock.unlock();
        }
    }

    int size(Urgency urgency) {
        lock.lock();
        try {
            return line(urgency).tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more tasks and moves what is left. */
    void close(List<VerifierTask> rest) {
        lock.lock();
        try {
            closed = true;
            move(rest, Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }
}
