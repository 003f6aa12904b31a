package io.potpool.stratum;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One port that is being served: its settings and what is made of them. Thread-safe. */
final class Port implements AutoCloseable {

    final PortSettings settings;
    final Autodetect autodetect;
    final GetworkDialect getwork;
    final PasswordDifficulty passwordDifficulty;
    final Optional<VarDiffSettings> varDiff;
    final @Nullable TlsIdentity tls;

    /** @throws IOException if the TLS files cannot be used */
    Port(PortSettings settings, StratumSettings server, StratumMetrics metrics) throws IOException {
        this(settings, server, settings.tlsFiles.isEmpty() ? null : tls(settings, server, metrics));
    }

    private Port(PortSettings settings, StratumSettings server, @Nullable TlsIdentity tls) {
        this.settings = settings;
        this.tls = tls;
        Duration timeout = server.readIdleTimeout;
        autodetect = new Autodetect(settings.protocols, settings.format, timeout.toSeconds());
        getwork = new GetworkDialect(settings.format);
        passwordDifficulty = settings.passwordDifficulty.orElse(server.passwordDifficulty);
        varDiff = server.varDiff.map(
                all -> settings.passwordDifficulty.map(all::within).orElse(all));
    }

    private static TlsIdentity tls(PortSettings settings, StratumSettings server, StratumMetrics metrics)
            throws IOException {
        return new TlsIdentity(settings.tlsFiles.orElseThrow(), server.tlsReloadInterval, metrics);
    }

    /** Returns whether this is one of the proxies that tell their miners' addresses. */
    boolean isProxy(InetAddress address) {
        return settings.proxies.filter(trusted -> trusted.includes(address)).isPresent();
    }

    /** Returns whether this is one of the HTTP proxies that tell their miners' addresses. */
    boolean isReverseProxy(InetAddress address) {
        return settings.reverseProxies
                .filter(trusted -> trusted.includes(address))
                .isPresent();
    }

    /** Returns whether one of the nodes whose posts this port takes is at an address. */
    boolean isNode(InetAddress address) {
        return settings.notifications.filter(taker -> taker.isNode(address)).isPresent();
    }

    /** Returns whether only its requests tell whose a connection from an address is: a node's, or which miner's. */
    boolean isToldByRequest(InetAddress address) {
        return isNode(address) || isReverseProxy(address);
    }

    boolean requiresProxy() {
        return settings.proxies.filter(TrustedProxies::required).isPresent();
    }

    boolean serves(MinerProtocol protocol) {
        return settings.protocols.contains(protocol);
    }

    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
