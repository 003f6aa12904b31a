package io.potpool.node;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the client's threads; none keeps the process alive. */
final class Threads {

    private Threads() {}

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "potpool-node-" + name);
        thread.setDaemon(true);
        return thread;
    }

    static ThreadFactory factory(String name) {
        AtomicInteger next = new AtomicInteger();
        return task -> daemon(name + "-" + next.incrementAndGet(), task);
    }
}
