package io.potpool.launcher.config;

import io.potpool.launcher.config.RedisConfig.Mode;
import io.potpool.launcher.config.RedisConfig.Tls;
import io.potpool.launcher.config.RedisConfig.Wait;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads which Redis the instances share, by the family's keys and by clearer ones. */
final class RedisReader {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final int POOL = 10;
    private static final int LEAST_CONNECTIONS = 2;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int MOST_DATABASE = 9_999;
    private static final int MOST_REPLICAS = 16;
    private static final String PREFIX = "[0-9A-Za-z_.-]{1,32}";

    private final Section root;
    private final Section redis;
    private final Secrets secrets;
    private final Path directory;

    /** @param directory where relative files lie */
    RedisReader(Section root, Secrets secrets, Path directory) {
        this.root = root;
        this.redis = root.section("redis");
        this.secrets = secrets;
        this.directory = directory;
    }

    /** Returns nothing where the embedded store is to be used. */
    Optional<RedisConfig> read(String chainName) {
        if (!root.has("redis") || !redis.flag("enabled", true)) {
            if (root.has("coin")) {
                root.text("coin");
                root.warning(
                        "coin",
                        "it prefixes the keys of a Redis; there is no \"redis\", and the embedded store"
                                + " lies in data/ beside this file");
            }
            return Optional.empty();
        }
        Mode mode = mode();
        RedisPlaces places = new RedisPlaces(redis, mode);
        Optional<Path> socket = places.socket();
        Duration timeout = redis.duration("timeout", ANSWER, LEAST);
        return Optional.of(new RedisConfig(
                mode,
                socket.isPresent() ? List.of() : places.endpoints(),
                socket,
                places.masterName(),
                redis.text("user").filter(name -> !name.isBlank()),
                secrets.read(redis, "password", "redis_password"),
                redis.text("sentinelUser").filter(name -> !name.isBlank()),
                secrets.read(redis, "sentinelPassword", "redis_sentinelPassword"),
                database(mode),
                connections(),
                prefix(chainName),
                tls(socket.isPresent()),
                redis.duration("connectTimeout", CONNECT, LEAST),
                timeout,
                waits(timeout)));
    }

    private Mode mode() {
        boolean sentinels = redis.flag("sentinelEnabled", false);
        Optional<Mode> named = redis.text("mode", RedisReader::mode);
        if (sentinels && named.filter(mode -> mode != Mode.SENTINEL).isPresent()) {
            redis.error("sentinelEnabled", "is true, but \"mode\" says something else; give one of them");
        }
        return named.orElse(sentinels ? Mode.SENTINEL : Mode.STANDALONE);
    }

    private static Mode mode(String text) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be standalone, sentinel or cluster"));
    }

    private int database(Mode mode) {
        int database = redis.integer("database", 0, MOST_DATABASE).orElse(0L).intValue();
        if (database != 0 && mode == Mode.CLUSTER) {
            redis.error("database", "a cluster has database 0 alone");
        }
        return database;
    }

    /** Source: the family's client takes 0 as "not given". One connection writes, the others read. */
    private int connections() {
        int size = redis.integer("poolSize", 0, MOST_CONNECTIONS).orElse(0L).intValue();
        return size == 0 ? POOL : Math.max(LEAST_CONNECTIONS, size);
    }

    private String prefix(String chainName) {
        boolean own = redis.has("prefix");
        Section from = own ? redis : root;
        String key = own ? "prefix" : "coin";
        String prefix = from.text(key).orElse(chainName);
        if (!prefix.matches(PREFIX)) {
            from.error(key, "must be 1 to 32 of [0-9A-Za-z_.-]: the keys of this pool begin with it");
        }
        return prefix;
    }

    private Tls tls(boolean socket) {
        boolean on = redis.flag("tls", false);
        if (on && socket) {
            redis.error("tls", "a unix socket is not encrypted");
        }
        Optional<Path> authority = file("caFile", on);
        Optional<Path> certificate = file("certFile", on);
        Optional<Path> key = file("keyFile", on);
        if (on && redis.has("certFile") != redis.has("keyFile")) {
            redis.error(redis.has("certFile") ? "certFile" : "keyFile", "certFile and keyFile go together");
        }
        return new Tls(on, authority, certificate, key);
    }

    private Optional<Path> file(String key, boolean tls) {
        Optional<String> text = redis.text(key).filter(name -> !name.isEmpty());
        if (text.isPresent() && !tls) {
            redis.warning(key, "it has no effect without \"tls\": true");
        }
        return text.flatMap(name -> {
            try {
                return Optional.of(directory.resolve(name));
            } catch (InvalidPathException e) {
                redis.error(key, "is not a path: " + e.getReason());
                return Optional.empty();
            }
        });
    }

    private Wait waits(Duration timeout) {
        int replicas =
                redis.integer("waitReplicas", 0, MOST_REPLICAS).orElse(0L).intValue();
        boolean aof = redis.flag("waitAof", false);
        Duration time = redis.duration("waitTimeout", WAIT, LEAST);
        boolean waits = replicas > 0 || aof;
        if (redis.has("waitTimeout") && !waits) {
            redis.warning("waitTimeout", "it has no effect without waitReplicas or waitAof");
        }
        if (waits && time.compareTo(timeout) >= 0) {
            redis.error("waitTimeout", "must be below \"timeout\", which is " + Durations.format(timeout));
        }
        return new Wait(replicas, aof, time);
    }
}
