package io.potpool.launcher.config;

import io.potpool.stratum.MinerProtocol;
import io.potpool.stratum.TargetStyle;
import io.potpool.stratum.TlsMode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One port for miners.
 *
 * @param protocols what is served; not empty
 * @param tls whether TLS is spoken; if so, both files are given
 * @param trustedProxies addresses and ranges whose PROXY headers are believed; empty for none
 * @param proxyRequired whether a connection without such a header is closed
 * @param workElements 3 or 4
 * @param difficultyBounds those of a password in units of 2^32 hashes; empty for the pool's
 */
public record PortConfig(
        HostPort listen,
        Set<MinerProtocol> protocols,
        TlsMode tls,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        List<String> trustedProxies,
        boolean proxyRequired,
        int workElements,
        TargetStyle targetStyle,
        boolean algoHint,
        Optional<Bounds> difficultyBounds) {

    /** The lowest and the highest difficulty of a password, in units of 2^32 hashes. */
    public record Bounds(BigDecimal least, BigDecimal most) {}

    /** Returns the protocols and what else is to be said of the port in a log. */
    public String inWords() {
        String names = protocols.stream().sorted().map(MinerProtocol::label).collect(Collectors.joining(", "));
        String encryption = switch (tls) {
            case OFF -> "";
            case ALSO -> ", with or without TLS";
            case ONLY -> ", over TLS";
        };
        return names + encryption + (trustedProxies.isEmpty() ? "" : ", behind " + String.join(", ", trustedProxies));
    }

    /** Returns a port with the usual settings that serves what is named. */
    public static PortConfig usual(HostPort listen, Set<MinerProtocol> protocols) {
        return new PortConfig(
                listen,
                Set.copyOf(protocols),
                TlsMode.OFF,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                4,
                TargetStyle.PADDED,
                true,
                Optional.empty());
    }
}
