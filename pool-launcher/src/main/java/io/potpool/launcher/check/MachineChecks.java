package io.potpool.launcher.check;

import com.sun.management.UnixOperatingSystemMXBean;
import io.potpool.launcher.config.HostPort;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.PortConfig;
import io.potpool.stratum.TlsFiles;
import io.potpool.stratum.TlsMode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks at what the machine allows: open files and ports. */
final class MachineChecks {

    private static final int OTHER_FILES = 200;

    private final PoolConfig config;
    private final boolean poolRuns;

    /** {@code poolRuns} tells that a pool of this config holds the ports already. */
    MachineChecks(PoolConfig config, boolean poolRuns) {
        this.config = config;
        this.poolRuns = poolRuns;
    }

    List<Verdict> run() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(descriptors());
        for (PortConfig port : config.ports().stratum()) {
            boolean main = port.listen().equals(config.stratum().listen());
            verdicts.add(port(main ? "port proxy.stratum.listen" : "port proxy.ports " + port.listen(), port.listen()));
            if (port.tls() != TlsMode.OFF) {
                verdicts.add(tls(port));
            }
        }
        config.health().ifPresent(address -> verdicts.add(port("port health.listen", address)));
        config.ports().http().filter(port -> port.tls() != TlsMode.OFF).ifPresent(port -> verdicts.add(tls(port)));
        config.nodes()
                .notifyListen()
                .ifPresentOrElse(
                        address -> verdicts.add(notifications(address)),
                        () -> verdicts.add(Verdict.ok(
                                "notify",
                                "no listener; nodes are polled every "
                                        + config.nodes().pollInterval().toMillis() + " ms")));
        return verdicts;
    }

    private Verdict descriptors() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Verdict.ok("descriptors", "this system sets no limit that can be asked for");
        }
        long limit = system.getMaxFileDescriptorCount();
        long needed = (long) config.stratum().maxSessions() + OTHER_FILES;
        String finding =
                limit + " files may be open; maxConn " + config.stratum().maxSessions() + " needs " + needed;
        return limit < needed
                ? Verdict.fail("descriptors", finding, "raise the limit (ulimit -n, LimitNOFILE=) or lower maxConn")
                : Verdict.ok("descriptors", finding);
    }

    private static Verdict tls(PortConfig port) {
        String name = "tls " + port.listen();
        try {
            Instant end =
                    new TlsFiles(port.certFile().orElseThrow(), port.keyFile().orElseThrow()).validUntil();
            return end.isBefore(Instant.now())
                    ? Verdict.fail(name, "the certificate ended at " + end, "renew it; the pool takes it up by itself")
                    : Verdict.ok(name, "the certificate holds until " + end);
        } catch (IOException unusable) {
            return Verdict.fail(
                    name, String.valueOf(unusable.getMessage()), "name a PEM certificate and its PKCS#8 key");
        }
    }

    private Verdict notifications(HostPort address) {
        Verdict bound = port("port proxy.listen", address);
        if (bound.level() != Verdict.Level.OK) {
            return bound;
        }
        return config.nodes().notifyPath().isPresent()
                ? bound
                : Verdict.warn(
                        "notify",
                        address + " takes notifications as hints only",
                        "set proxy.notifyPath and give the node the URL with that path (--miner.notify)");
    }

    private Verdict port(String name, HostPort address) {
        InetSocketAddress socketAddress = address.toSocketAddress();
        if (socketAddress.isUnresolved()) {
            return Verdict.fail(name, address + ": the host name is not known", "use an address of this machine");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(socketAddress);
            return Verdict.ok(name, address + " is free");
        } catch (IOException e) {
            return poolRuns
                    ? Verdict.ok(name, address + " is taken, by the running pool it seems")
                    : Verdict.fail(name, address + ": " + e.getMessage(), "end what listens there, or choose another");
        }
    }
}
