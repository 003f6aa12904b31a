package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/** Servers on a free loopback port. */
final class Servers {

    private static final int FILLERS = 5000;
    private static final int FULL = 20;

    private Servers() {}

    static StratumServer start(ScriptedPool pool) throws IOException {
        return start(pool, settings -> settings);
    }

    static StratumServer start(ScriptedPool pool, UnaryOperator<StratumSettings.Builder> change) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        StratumServer server = new StratumServer(
                change.apply(StratumSettings.builder().listen(address).ioThreads(2))
                        .build());
        server.start(pool);
        return server;
    }

    /** Starts a server of one port, changed as given. */
    static StratumServer port(ScriptedPool pool, UnaryOperator<PortSettings.Builder> change) throws IOException {
        return port(pool, change, settings -> settings);
    }

    static StratumServer port(
            ScriptedPool pool,
            UnaryOperator<PortSettings.Builder> change,
            UnaryOperator<StratumSettings.Builder> server)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PortSettings port = change.apply(PortSettings.at(address)).build();
        StratumServer started = new StratumServer(
                server.apply(StratumSettings.builder().port(port).ioThreads(2)).build());
        started.start(pool);
        return started;
    }

    /**
     * Announces jobs until the one session whose miner does not read can take no more, then {@code older} and
     * {@code newer}. The server has one event loop and a small send buffer; a second miner, served after the first, tells
     * when a job has been offered to both.
     *
     * @return whether {@code newer} replaced {@code older}; the kernel may have made room in between
     */
    static boolean replace(ScriptedPool pool, StratumServer server, Hash256 older, Hash256 newer) throws IOException {
        try (TestMiner watcher = new TestMiner(server).loginEthProxy()) {
            watcher.next();
            int replacedInARow = 0;
            for (int i = 1; replacedInARow < FULL; i++) {
                assertThat(i).as("the socket takes everything").isLessThan(FILLERS);
                boolean replaced = offer(pool, watcher, new Hash256(i, i, i, i), false);
                replacedInARow = replaced ? replacedInARow + 1 : 0;
            }
            return offer(pool, watcher, older, true) & offer(pool, watcher, newer, false);
        }
    }

    private static boolean offer(ScriptedPool pool, TestMiner watcher, Hash256 header, boolean clean)
            throws IOException {
        long replaced = pool.count("stratum.jobsReplaced");
        pool.announce(header, ScriptedPool.HEIGHT, clean);
        watcher.linesUntil(header.toHex());
        return pool.count("stratum.jobsReplaced") > replaced;
    }
}
