package io.potpool.testkit.node;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a node loses when its process ends: tx pool, works, miner state, timers. */
final class NodeProcess {

    private final NodeCore core;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("sim-timer"));
    private final Notifier notifier;
    private final Thread writer;
    final TxPool pool;
    final Sealer sealer;
    final Miner miner;

    NodeProcess(NodeCore core, ProofOfWork pow) {
        Settings settings = core.settings;
        this.core = core;
        notifier = new Notifier(settings.notify, settings.notifyFull);
        pool = new TxPool(core.chain.head().world(), settings.clock, settings.pendingNonceDelay);
        sealer = new Sealer(core.lock, pow, settings.verify, settings.firstSubmitStall);
        miner = new Miner(
                settings, core.chain, pool, core.assembler, core.rules, this::publish, core::now, core.lock, timer);
        writer = Daemons.named("sim-writer").newThread(this::write);
    }

    private void publish(Template template) {
        if (core.settings.remoteSealer && sealer.publish(template)) {
            notifier.push(template);
        }
    }

    void start() {
        writer.start();
        long period = core.settings.recommit.toNanos();
        var unused =
                timer.scheduleWithFixedDelay(() -> core.locked(miner::recommit), period, period, TimeUnit.NANOSECONDS);
    }

    /** Runs a task apart from the node's lock. */
    void later(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException e) {
            // The process has ended; what it still wanted to do is lost, as with a real one.
        }
    }

    void end() {
        timer.shutdownNow();
        writer.interrupt();
        miner.stop();
    }

    private void write() {
        try {
            while (true) {
                Block block = sealer.takeResult();
                LockSupport.parkNanos(core.settings.writeDelay.toNanos());
                core.locked(() -> core.importBlock(block));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
