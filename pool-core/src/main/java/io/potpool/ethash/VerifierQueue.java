package io.potpool.ethash;

import io.potpool.ethash.VerifierTask.Urgency;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for a verifier, by urgency; each urgency has a bound of its own. Thread-safe. */
final class VerifierQueue {

    /** The tasks of one urgency. */
    private record Line(ArrayDeque<VerifierTask> tasks, int bound) {

        Line(int bound) {
            this(new ArrayDeque<>(Math.min(bound, USUAL)), bound);
        }
    }

    private static final int USUAL = 4096;
    private static final int USUAL_PASSED = 2 * BatchLimit.MOST;

    private final Line block;
    private final Line normal;
    private final Line doubtful;
    private final ReentrantLock lock = new ReentrantLock();

    /** Tasks of other epochs while a batch is taken, the last one on top. */
    private final ArrayDeque<VerifierTask> passed = new ArrayDeque<>(USUAL_PASSED);

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

    /**
     * Moves up to {@code most} tasks of one epoch, that of the most urgent; waits for the first, but not for more. Those of
     * other epochs stay at their places: they would be a batch of their own, and everybody would wait for two. If a task
     * throws when it is asked for its epoch, it has been moved.
     */
    void take(List<VerifierTask> into, int most, long patienceMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            while (waiting() == 0 && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            moveOneEpoch(into, most);
            if (waiting() > 0) {
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is left in a line, of whatever epoch, goes before the lines behind it. */
    private void moveOneEpoch(List<VerifierTask> into, int most) {
        moveOneEpoch(block.tasks, into, most);
        if (block.tasks.isEmpty()) {
            moveOneEpoch(normal.tasks, into, most);
        }
        if (block.tasks.isEmpty() && normal.tasks.isEmpty()) {
            moveOneEpoch(doubtful.tasks, into, most);
        }
    }

    /** Looks at no more tasks than two epochs need that alternate: a line can be long, and others wait for the lock. */
    private void moveOneEpoch(ArrayDeque<VerifierTask> from, List<VerifierTask> into, int most) {
        try {
            for (int looks = 2 * most; looks > 0 && into.size() < most && !from.isEmpty(); looks--) {
                VerifierTask task = from.remove();
                into.add(task);
                if (!task.epoch().equals(into.get(0).epoch())) {
                    into.remove(into.size() - 1);
                    passed.push(task);
                }
            }
        } finally {
            while (!passed.isEmpty()) {
                from.push(passed.pop());
            }
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
            for (Line line : List.of(block, normal, doubtful)) {
                rest.addAll(line.tasks);
                line.tasks.clear();
            }
        } finally {
            lock.unlock();
        }
    }
}
