package io.potpool.policy;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.metrics.Metrics;
import io.potpool.shares.ShareOutcome;
import io.potpool.spi.Visit;
import io.potpool.support.MemoryPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A policy server on a store in memory, with a clock that a test moves. */
final class PolicyRig implements AutoCloseable {

    static final Address LOGIN = Address.parse("0xb85150eb365e7df0941f0cf08235f987ba91506a");
    static final ShareOutcome GOOD = new ShareOutcome.Accepted(Wei.of(1), Difficulty.of(1), 0, false);
    static final ShareOutcome LOW = new ShareOutcome.LowDifficulty(false);
    static final PolicySettings QUICK = quick(PolicySettings.DEFAULT);

    final MemoryPolicy store;
    final Metrics metrics = new Metrics();
    final AtomicInteger evicted = new AtomicInteger();
    final PolicyServer server;
    private volatile Instant now;

    PolicyRig(PolicySettings settings) {
        this(settings, new MemoryPolicy(), Instant.parse("2026-11-01T00:00:00Z"));
    }

    PolicyRig(PolicySettings settings, MemoryPolicy store, Instant now) {
        this.store = store;
        this.now = now;
        this.server = new PolicyServer(settings, store, metrics, () -> this.now);
    }

    /** Reads the store 20 times a second and has no grace. */
    static PolicySettings quick(PolicySettings from) {
        return new PolicySettings(
                from.banning(),
                from.banTime(),
                from.invalidPercent(),
                from.checkThreshold(),
                from.malformedLimit(),
                from.window(),
                Duration.ofMillis(50),
                from.banCommand(),
                from.workers(),
                from.limits()
                        .map(limits -> new PolicySettings.Limits(
                                limits.size(), limits.refill(), limits.jump(), Duration.ZERO)),
                from.perAddress(),
                from.blacklistFile());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Optional<Visit> visit(String from) {
        return server.admit(address(from), evicted::incrementAndGet);
    }

    Visit in(String from) {
        return visit(from).orElseThrow();
    }

    /** Sends a share and tells how it ended; returns whether it was let pass. */
    static boolean send(Visit visit, ShareOutcome outcome) {
        boolean passed = visit.maySubmit();
        if (passed) {
            visit.judged(outcome);
        }
        return passed;
    }

    static void send(Visit visit, ShareOutcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            send(visit, outcome);
        }
    }

    long count(String metric) {
        return metrics.snapshot().getOrDefault(metric, 0L);
    }

    @Override
    public void close() {
        server.close();
    }
}
