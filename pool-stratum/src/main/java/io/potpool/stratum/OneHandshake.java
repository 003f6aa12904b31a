package io.potpool.stratum;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where one connection's handshake does its arithmetic. There is one handshake a connection: TLS 1.2 lets a miner ask for
 * another as often as he likes, each as dear as the first. Event loop only.
 */
final class OneHandshake implements Executor {

    private final Executor threads;
    private final StratumMetrics metrics;
    private boolean over;
    private boolean refused;

    OneHandshake(Executor threads, StratumMetrics metrics) {
        this.threads = threads;
        this.metrics = metrics;
    }

    @Override
    public void execute(Runnable task) {
        if (over) {
            throw refusal(metrics.tlsRenegotiated, "a connection has one handshake");
        }
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw refusal(metrics.tlsOverloaded, "too many handshakes wait");
        }
    }

    private RejectedExecutionException refusal(LongAdder counter, String why) {
        if (!refused) {
            refused = true;
            counter.increment();
        }
        return new RejectedExecutionException(why);
    }

    void end() {
        over = true;
    }
}
