package io.potpool.testkit.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The faults and delays that tests have ordered, by method; {@code *} stands for every method. */
final class Faults {

    private static final String ANY = "*";

    private final Map<String, Deque<Order>> next = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();

    /** What is to happen to a call: a fault, an error of the test's own, or a made-up result. */
    sealed interface Order {}

    /** One of the known faults. */
    record Break(Fault fault) implements Order {}

    /** Nothing is done; the answer is this error. */
    record Refuse(RpcException error) implements Order {}

    /** Nothing is done; the answer is this JSON value. */
    record Invent(@Nullable Object result) implements Order {}

    void order(String method, Order order, int times) {
        next.compute(method, (name, queue) -> {
            Deque<Order> orders = queue == null ? new ArrayDeque<>() : queue;
            for (int i = 0; i < times; i++) {
                orders.add(order);
            }
            return orders;
        });
    }

    void delay(String method, Duration delay) {
        delays.put(method, delay);
    }

    void clear() {
        next.clear();
        delays.clear();
    }

    Duration delayOf(String method) {
        Duration own = delays.get(method);
        return own != null ? own : delays.getOrDefault(ANY, Duration.ZERO);
    }

    @Nullable Order take(String method) {
        Order own = poll(method);
        return own != null ? own : poll(ANY);
    }

    private @Nullable Order poll(String method) {
        Order[] taken = new Order[1];
        next.computeIfPresent(method, (name, queue) -> {
            taken[0] = queue.poll();
            return queue.isEmpty() ? null : queue;
        });
        return taken[0];
    }
}
