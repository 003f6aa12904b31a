package io.potpool.launcher.demo;

import io.potpool.Pool;
import io.potpool.PoolStats;
import io.potpool.launcher.Shutdown;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.PoolAssembly;
import io.potpool.spi.BlockListener;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Runs the demonstration. */
public final class Demo {

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final AtomicLong blocks = new AtomicLong();
    private final BlockListener counter = (solution, fate) -> {
        if (fate == SolutionFate.ACCEPTED) {
            blocks.incrementAndGet();
        }
    };

    /** What happens is told on {@code out}. */
    public Demo(PrintWriter out) {
        this.out = out;
    }

    /**
     * Runs until the time is over or a signal comes, then closes everything and audits the store.
     *
     * @param port where the pool listens; 0 for a free port
     */
    public DemoResult run(int port, Duration time, Shutdown shutdown) throws IOException, InterruptedException {
        DemoMiners.prepare();
        Path directory = Files.createTempDirectory("potpool-demo");
        try (SimulatedNode node = DemoChain.node().start()) {
            PoolConfig config = DemoChain.config(node, directory, port);
            PoolStats last = mine(node, config, time, shutdown);
            return DemoResult.of(last, blocks.get(), Audits.run(config));
        } finally {
            delete(directory);
        }
    }

    private PoolStats mine(SimulatedNode node, PoolConfig config, Duration time, Shutdown shutdown)
            throws IOException, InterruptedException {
        Pool pool = new PoolAssembly(config).assemble(false, false, List.of(counter));
        try {
            pool.start();
            int port = pool.stats().listening().get(0).getPort();
            introduce(node, config, port);
            try (DemoMiners miners = DemoMiners.start(port)) {
                watch(pool, miners, time, shutdown);
            }
        } finally {
            pool.close();
        }
        return pool.stats();
    }

    private void introduce(SimulatedNode node, PoolConfig config, int port) {
        out.printf("miners connect to   127.0.0.1:%d (EthProxy or EthereumStratum/1.0.0)%n", port);
        out.printf("simulated node      %s (JSON-RPC), %s (WebSocket)%n", node.url(), node.wsUrl());
        out.printf("store               %s (removed at the end)%n", config.dataDirectory());
        out.printf(
                "terms               share difficulty %s, network difficulty %d, %s%n",
                config.terms().difficulty(),
                DemoChain.NETWORK_DIFFICULTY,
                config.terms().reward().toText());
        out.printf("try                 %s   # Ctrl-C ends it%n", tryLine(port));
        out.flush();
    }

    /** A shell line that logs in by EthProxy and shows the job. */
    static String tryLine(int port) {
        return "(echo '{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + DemoMiners.WALLET
                + "\"],\"worker\":\"me\"}'; sleep 3) | nc 127.0.0.1 " + port;
    }

    private void watch(Pool pool, DemoMiners miners, Duration time, Shutdown shutdown) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long hashes = 0;
        long before = start;
        while (!shutdown.await(shorter(STATUS_INTERVAL, Duration.ofNanos(Math.max(0, end - System.nanoTime()))))) {
            long now = System.nanoTime();
            if (now >= end) {
                return;
            }
            long total = miners.hashes();
            long rate = (total - hashes) * 1_000_000_000L / Math.max(1, now - before);
            status(pool.stats(), (now - start) / 1_000_000_000L, rate);
            hashes = total;
            before = now;
        }
    }

    private void status(PoolStats stats, long seconds, long rate) {
        out.printf(
                "%4d s  height %s  %d H/s  shares %s  blocks %d%n",
                seconds,
                stats.job().map(job -> String.valueOf(job.height())).orElse("none"),
                rate,
                stats.outcomes(),
                blocks.get());
        out.flush();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
