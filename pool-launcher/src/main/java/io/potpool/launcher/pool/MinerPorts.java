package io.potpool.launcher.pool;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.PortConfig;
import io.potpool.launcher.config.StratumConfig;
import io.potpool.spi.NodeClient;
import io.potpool.spi.WorkNotifications;
import io.potpool.stratum.PortSettings;
import io.potpool.stratum.StratumSettings;
import io.potpool.stratum.TlsFiles;
import io.potpool.stratum.TrustedProxies;
import java.util.Optional;

/** The ports for miners, as a config has them. */
final class MinerPorts {

    private final PoolConfig config;

    MinerPorts(PoolConfig config) {
        this.config = config;
    }

    /** Returns the server's settings; what nodes post to the HTTP port goes to {@code nodes}, if they take it. */
    StratumSettings settings(NodeClient nodes) {
        StratumConfig from = config.stratum();
        StratumSettings.Builder settings = StratumSettings.builder()
                .maxConnections(from.maxSessions())
                .idleTimeout(from.timeout())
                .passwordDifficulty(from.minPasswordDifficulty(), from.maxPasswordDifficulty());
        from.extranonceBytes().ifPresent(settings::extranonceBytes);
        settings.varDiff(config.leases().varDiff());
        config.leases().exponents().ifPresent(bounds -> settings.passwordExponent(bounds.min(), bounds.max()));
        config.ports().stratum().forEach(port -> settings.port(port(port).build()));
        config.ports().http().ifPresent(port -> settings.port(http(port, nodes)));
        return settings.build();
    }

    private PortSettings http(PortConfig from, NodeClient nodes) {
        PortSettings.Builder port = port(from);
        if (!config.ports().reverseProxies().isEmpty()) {
            port.reverseProxies(TrustedProxies.of(config.ports().reverseProxies(), false));
        }
        if (nodes instanceof WorkNotifications taker) {
            port.notifications(taker);
        }
        return port.build();
    }

    private static PortSettings.Builder port(PortConfig from) {
        PortSettings.Builder port = PortSettings.at(from.listen().toSocketAddress())
                .protocols(from.protocols())
                .workElements(from.workElements())
                .targetStyle(from.targetStyle())
                .algoHint(from.algoHint());
        tlsFiles(from).ifPresent(files -> port.tls(from.tls(), files));
        if (!from.trustedProxies().isEmpty()) {
            port.proxyProtocol(TrustedProxies.of(from.trustedProxies(), from.proxyRequired()));
        }
        from.difficultyBounds().ifPresent(bounds -> port.passwordDifficulty(bounds.least(), bounds.most()));
        return port;
    }

    private static Optional<TlsFiles> tlsFiles(PortConfig from) {
        return switch (from.tls()) {
            case OFF -> Optional.empty();
            case ALSO, ONLY ->
                Optional.of(new TlsFiles(
                        from.certFile().orElseThrow(), from.keyFile().orElseThrow()));
        };
    }
}
