package io.potpool.store;

import io.potpool.spi.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The changes that wait for a store's writer, by lane: each in its order, each with a bound. Thread-safe.
 *
 * @param <C> a change
 */
public final class LaneQueue<C extends LaneQueue.Weighted> {

    /** A change that says how much it is. */
    public interface Weighted {

        /** Returns about how many rows it writes. */
        int weight();
    }

    /** How many changes may wait in each lane. */
    public static final int BOUND = 1024;

    /** What waits with this weight needs no more company: a held lane is then taken at once. */
    public static final int COMPANY = 512;

    private static final int GROUP_WEIGHT = 8192;

    private final Map<Lane, Deque<C>> lanes = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> heldUntil = new EnumMap<>(Lane.class);
    private boolean closed;

    /** Creates an empty queue. */
    public LaneQueue() {
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayDeque<>());
        }
    }

    /** @throws StoreException if there is no room, or the queue is closed */
    public synchronized void add(C change, Lane lane) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        Deque<C> queue = Objects.requireNonNull(lanes.get(lane));
        if (queue.size() >= BOUND) {
            throw new StoreException("the store's queue is full: " + BOUND + " changes wait to be written");
        }
        queue.add(change);
        notifyAll();
    }

    /** Returns what may be written together of what waits, waiting for the first; empty after the time-out. */
    public synchronized List<C> take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long now = System.nanoTime();
        while (!isReady(now) && !closed && deadline - now > 0) {
            long until = isEmpty() ? deadline : Math.min(deadline - now, nextHeld(now) - now) + now;
            wait(1 + TimeUnit.NANOSECONDS.toMillis(until - now - 1));
            now = System.nanoTime();
        }
        List<C> group = new ArrayList<>();
        int weight = 0;
        for (Map.Entry<Lane, Deque<C>> lane : lanes.entrySet()) {
            if (closed || !isHeld(lane.getKey(), now)) {
                weight = drain(lane.getValue(), group, weight);
            }
        }
        return group;
    }

    /**
     * Takes nothing from a lane for some time, so that what comes meanwhile is taken together. A closed queue holds nothing,
     * and no lane holds changes that come to 512 rows.
     */
    public synchronized void hold(Lane lane, Duration time) {
        heldUntil.put(lane, System.nanoTime() + time.toNanos());
    }

    private boolean isHeld(Lane lane, long now) {
        Long until = heldUntil.get(lane);
        return until != null && until - now > 0 && !hasCompany(lane);
    }

    private boolean hasCompany(Lane lane) {
        int weight = 0;
        for (C change : Objects.requireNonNull(lanes.get(lane))) {
            weight += change.weight();
            if (weight >= COMPANY) {
                return true;
            }
        }
        return false;
    }

    private boolean isReady(long now) {
        return lanes.entrySet().stream().anyMatch(lane -> !lane.getValue().isEmpty() && !isHeld(lane.getKey(), now));
    }

    private long nextHeld(long now) {
        return now
                + lanes.entrySet().stream()
                        .filter(lane -> !lane.getValue().isEmpty())
                        .mapToLong(lane -> Objects.requireNonNull(heldUntil.get(lane.getKey())) - now)
                        .min()
                        .orElse(0);
    }

    private int drain(Deque<C> from, List<C> group, int weight) {
        int sum = weight;
        while (!from.isEmpty() && (group.isEmpty() || sum + from.getFirst().weight() <= GROUP_WEIGHT)) {
            C next = from.removeFirst();
            sum += next.weight();
            group.add(next);
        }
        return sum;
    }

    /** Returns whether nothing waits. */
    public synchronized boolean isEmpty() {
        return size() == 0;
    }

    /** Returns how many changes wait. */
    public synchronized int size() {
        return lanes.values().stream().mapToInt(Deque::size).sum();
    }

    /** Returns whether it refuses further changes. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Returns all that waits, and leaves the queue empty. */
    public synchronized List<C> drain() {
        List<C> rest = new ArrayList<>();
        for (Deque<C> lane : lanes.values()) {
            rest.addAll(lane);
            lane.clear();
        }
        return rest;
    }

    /** Refuses further changes; what waits can still be taken. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
