package io.potpool.launcher.config;

import io.potpool.chain.ChainSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads config files of the open-ethereum-pool family. Total: any bytes give a {@link ConfigResult}, never an exception.
 * Blocks for as long as files take to read.
 */
public final class ConfigReader {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MOST_NAME = 64;
    private static final Duration SHARE_KEEP = Duration.ofDays(7);
    private static final Duration SHARE_KEEP_IN_MEMORY = Duration.ofHours(6);

    private final Map<String, String> environment;

    /** Creates a reader that looks up secrets in {@code environment}, by names that begin with POTPOOL_. */
    public ConfigReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Reads a file. */
    public ConfigResult read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, in.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            return failed("cannot be read: " + e);
        }
    }

    /** Reads the content of a file; {@code file} says where its directory is. */
    public ConfigResult read(Path file, byte[] content) {
        if (content.length > MAX_BYTES) {
            return failed("is longer than " + MAX_BYTES + " bytes");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return failed("is not UTF-8 text");
        }
        Findings findings = new Findings();
        Optional<PoolConfig> config = JsonTree.parse(text.startsWith("\uFEFF") ? text.substring(1) : text, findings)
                .map(tree -> KeyCheck.check(tree, findings))
                .map(tree -> pool(file.toAbsolutePath().normalize(), new Section(tree, "", findings)));
        return new ConfigResult(findings.failed() ? Optional.empty() : config, findings.errors(), findings.warnings());
    }

    /**
     * Reads a span of time as config files have it.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Duration duration(String text) {
        return Durations.parse(text);
    }

    private PoolConfig pool(Path file, Section root) {
        Section proxy = root.section("proxy");
        Section stratum = proxy.section("stratum");
        Path parent = file.getParent();
        Path directory = parent == null ? file : parent;
        Secrets secrets = new Secrets(directory, environment);
        ChainSpec chain = new ChainReader(root).read();
        StratumConfig miners = new StratumReader(stratum).read();
        NodesConfig nodes = new NodesReader(root, secrets).read();
        PortsConfig ports = new PortsReader(proxy, directory, chain).read(miners.listen(), nodes.notifyListen());
        Optional<RedisConfig> redis = new RedisReader(root, secrets, directory).read(chain.name());
        Duration usualKeep = redis.isPresent() ? SHARE_KEEP_IN_MEMORY : SHARE_KEEP;
        Duration shareKeep = root.section("shares").duration("keep", usualKeep, Duration.ofHours(1));
        boolean anyPort = !ports.stratum().isEmpty() || ports.http().isPresent();
        return new PoolConfig(
                file,
                name(root),
                chain,
                new TermsReader(root).read(),
                proxy.flag("enabled", true) && anyPort,
                miners,
                ports,
                new PolicyReader(proxy.section("policy"), directory, miners.maxSessions()).read(),
                new LeaseReader(proxy, miners.maxPasswordDifficulty()).read(),
                nodes,
                shareKeep,
                redis,
                new SpoolReader(root, directory).read(directory.resolve("data"), shareKeep),
                health(root, ports),
                PayoutsConfig.read(root.section("payouts")),
                new VerifierReader(root).read(),
                new PluginsReader(root.section("plugins")).read(),
                proxy.flag("debug", false));
    }

    private static Optional<HostPort> health(Section root, PortsConfig ports) {
        Section health = root.section("health");
        Optional<HostPort> listen = health.text("listen", HostPort::parse);
        boolean isTaken = Stream.concat(ports.stratum().stream(), ports.http().stream())
                .map(PortConfig::listen)
                .anyMatch(other ->
                        other.port() != 0 && listen.filter(other::equals).isPresent());
        if (isTaken) {
            health.error("listen", "is a port of the miners already");
        }
        return listen;
    }

    /** Source: what an instance may be called on a shared store. */
    private static String name(Section root) {
        String name = root.text("name").orElse("main");
        if (name.isBlank() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            root.error("name", "must have 1 to " + MOST_NAME + " characters, none of them a control character");
        }
        return name;
    }

    private static ConfigResult failed(String text) {
        return new ConfigResult(Optional.empty(), List.of(new Finding(0, "", text)), List.of());
    }
}
