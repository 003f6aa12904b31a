package io.potpool.launcher.config;

import io.potpool.chain.ChainSpec;
import io.potpool.stratum.MinerProtocol;
import io.potpool.stratum.TargetStyle;
import io.potpool.stratum.TlsMode;
import io.potpool.stratum.TrustedProxies;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the ports for miners and what each of them serves. */
final class PortsReader {

    private static final String LABELS =
            Stream.of(MinerProtocol.values()).map(MinerProtocol::label).collect(Collectors.joining(", "));
    private static final BigDecimal MAX_DIFFICULTY = BigDecimal.valueOf(1_000_000_000);

    /** Loopback and the networks of RFC 1918 and RFC 4193, where a pool's own proxy usually is. */
    private static final List<String> NEAR =
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7");

    private final Section proxy;
    private final Path directory;
    private final ChainSpec chain;

    PortsReader(Section proxy, Path directory, ChainSpec chain) {
        this.proxy = proxy;
        this.directory = directory;
        this.chain = chain;
    }

    /** {@code main} is where {@code proxy.stratum} listens, {@code http} where {@code proxy.listen} does. */
    PortsConfig read(HostPort main, Optional<HostPort> http) {
        Section stratum = proxy.section("stratum");
        List<PortConfig> ports = new ArrayList<>();
        PortConfig first = port(stratum, main, protocols(stratum), file(stratum, "certFile"), file(stratum, "keyFile"));
        if (stratum.flag("enabled", true)) {
            ports.add(first);
        }
        for (Section each : proxy.sections("ports")) {
            if (!each.has("listen")) {
                each.error("listen", "is missing: the port's address, such as \"0.0.0.0:4444\"");
            }
            ports.add(port(
                    each,
                    each.text("listen", HostPort::parse).orElse(main),
                    protocols(each),
                    file(each, "certFile").or(first::certFile),
                    file(each, "keyFile").or(first::keyFile)));
        }
        return new PortsConfig(List.copyOf(ports), http(http, first), reverseProxies());
    }

    private Optional<PortConfig> http(Optional<HostPort> listen, PortConfig first) {
        Section http = proxy.section("http");
        boolean getwork = proxy.flag("getwork", true);
        if (proxy.has("http") && (!getwork || listen.isEmpty())) {
            proxy.warning(
                    "http",
                    getwork
                            ? "there is no \"listen\" to which it could apply"
                            : "has no effect with getwork false: that listener is for nodes alone, by plain HTTP");
        }
        return listen.filter(address -> getwork)
                .map(address -> port(
                        http,
                        address,
                        EnumSet.of(MinerProtocol.GETWORK),
                        file(http, "certFile").or(first::certFile),
                        file(http, "keyFile").or(first::keyFile)));
    }

    private List<String> reverseProxies() {
        List<String> named = trusted(proxy, "reverseProxies");
        if (!proxy.flag("behindReverseProxy", false)) {
            return List.of();
        }
        return proxy.has("reverseProxies") ? named : NEAR;
    }

    private PortConfig port(
            Section from,
            HostPort listen,
            Set<MinerProtocol> protocols,
            Optional<Path> certificate,
            Optional<Path> key) {
        TlsMode tls = tls(from);
        if (tls != TlsMode.OFF && (certificate.isEmpty() || key.isEmpty())) {
            from.error("tls", "needs certFile and keyFile");
        }
        Section conveyed = from.section("proxyProtocol");
        List<String> trusted = trusted(conveyed, "trusted");
        if (from.has("proxyProtocol") && trusted.isEmpty()) {
            conveyed.error("trusted", "names no address whose PROXY headers are believed");
        }
        return new PortConfig(
                listen,
                protocols,
                tls,
                certificate,
                key,
                trusted,
                conveyed.flag("required", true),
                from.integer("workElements", 3, 4).orElse(4L).intValue(),
                from.text("targetStyle", PortsReader::targetStyle).orElse(TargetStyle.PADDED),
                from.flag("algoHint", true),
                from.path().equals("proxy.stratum") ? Optional.empty() : bounds(from));
    }

    /** Source: core-pool's "tls" puts a port to TLS alone. */
    private static TlsMode tls(Section from) {
        if (from.given("tls").orElse(null) instanceof Value.Text text) {
            if (!text.text().equals("also")) {
                from.error("tls", "must be true for TLS alone, \"also\" for TLS beside plain TCP, or false");
            }
            return TlsMode.ALSO;
        }
        return from.flag("tls", false) ? TlsMode.ONLY : TlsMode.OFF;
    }

    private static TargetStyle targetStyle(String text) {
        return switch (text) {
            case "padded" -> TargetStyle.PADDED;
            case "stripped" -> TargetStyle.STRIPPED;
            default -> throw new IllegalArgumentException("must be \"padded\" or \"stripped\"");
        };
    }

    private Set<MinerProtocol> protocols(Section from) {
        if (!from.has("protocols")) {
            return MinerProtocol.usual();
        }
        Set<MinerProtocol> named = EnumSet.noneOf(MinerProtocol.class);
        for (Value item : from.items("protocols")) {
            String label = item instanceof Value.Text text ? text.text() : item.kind();
            Optional<MinerProtocol> protocol = Stream.of(MinerProtocol.values())
                    .filter(each -> each.label().equals(label))
                    .findFirst();
            protocol.ifPresentOrElse(
                    named::add, () -> from.error("protocols", "no protocol \"" + label + "\"; known: " + LABELS));
        }
        if (named.isEmpty()) {
            from.error("protocols", "names none; known: " + LABELS);
            return MinerProtocol.usual();
        }
        boolean etchash = chain.algorithm(Long.MAX_VALUE).equals("etchash");
        if (etchash && named.contains(MinerProtocol.ETHEREUM_STRATUM_2)) {
            from.warning(
                    "protocols",
                    "EthereumStratum/2 knows epochs of Ethash only: miners that follow it to the letter, such as"
                            + " ethminer, will choose it and mine Etchash in vain");
        }
        return named;
    }

    private static List<String> trusted(Section from, String key) {
        List<String> addresses = new ArrayList<>();
        for (Value item : from.items(key)) {
            if (item instanceof Value.Text text) {
                from.attempt(key, () -> TrustedProxies.of(List.of(text.text()), false))
                        .ifPresent(good -> addresses.add(text.text()));
            } else {
                from.error(key, "must hold texts, not " + item.kind());
            }
        }
        return List.copyOf(addresses);
    }

    private static Optional<PortConfig.Bounds> bounds(Section from) {
        BigDecimal zero = BigDecimal.ZERO;
        Optional<BigDecimal> least = from.decimal("minDiffFloat", zero, MAX_DIFFICULTY);
        Optional<BigDecimal> most = from.decimal("maxDiffFloat", zero, MAX_DIFFICULTY);
        if (least.isEmpty() && most.isEmpty()) {
            return Optional.empty();
        }
        if (least.isEmpty() || most.isEmpty()) {
            from.error(least.isEmpty() ? "minDiffFloat" : "maxDiffFloat", "both bounds of a port are given, or none");
            return Optional.empty();
        }
        if (least.get().signum() == 0 || least.get().compareTo(most.get()) > 0) {
            from.error("minDiffFloat", "must be above 0 and not above maxDiffFloat");
            return Optional.empty();
        }
        return Optional.of(new PortConfig.Bounds(least.get(), most.get()));
    }

    private Optional<Path> file(Section from, String key) {
        Optional<String> name = from.text(key).filter(text -> !text.isEmpty());
        try {
            return name.map(directory::resolve);
        } catch (InvalidPathException invalid) {
            from.error(key, "is no file name");
            return Optional.empty();
        }
    }
}
