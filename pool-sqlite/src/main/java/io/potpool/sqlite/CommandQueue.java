package io.potpool.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The changes that wait for the writer, by lane: each in its order, each with a bound. */
final class CommandQueue {

    static final int BOUND = 1024;
    private static final int GROUP_WEIGHT = 8192;

    private final Map<Lane, Deque<Command<?>>> lanes = new EnumMap<>(Lane.class);
    private boolean closed;

    CommandQueue() {
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayDeque<>());
        }
    }

    /** @throws StoreException if there is no room, or the store is closed */
    synchronized void add(Command<?> command, Lane lane) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        Deque<Command<?>> queue = Objects.requireNonNull(lanes.get(lane));
        if (queue.size() >= BOUND) {
            throw new StoreException("the store's queue is full: " + BOUND + " changes wait to be written");
        }
        queue.add(command);
        notifyAll();
    }

    /** Returns what one transaction may hold of what waits, waiting for the first; empty after the time-out. */
    synchronized List<Command<?>> take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        List<Command<?>> group = new ArrayList<>();
        int weight = 0;
        for (Deque<Command<?>> lane : lanes.values()) {
            weight = drain(lane, group, weight);
        }
        return group;
    }

    private static int drain(Deque<Command<?>> from, List<Command<?>> group, int weight) {
        int sum = weight;
        while (!from.isEmpty() && (group.isEmpty() || sum + from.getFirst().weight() <= GROUP_WEIGHT)) {
            Command<?> next = from.removeFirst();
            sum += next.weight();
            group.add(next);
        }
        return sum;
    }

    synchronized boolean isEmpty() {
        return size() == 0;
    }

    synchronized int size() {
        return lanes.values().stream().mapToInt(Deque::size).sum();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns all that waits, and leaves the queue empty. */
    synchronized List<Command<?>> drain() {
        List<Command<?>> rest = new ArrayList<>();
        for (Deque<Command<?>> lane : lanes.values()) {
            rest.addAll(lane);
            lane.clear();
        }
        return rest;
    }

    /** Refuses further changes; what waits can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
