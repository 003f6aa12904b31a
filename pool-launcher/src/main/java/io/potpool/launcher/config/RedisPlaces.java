package io.potpool.launcher.config;

import io.potpool.launcher.config.RedisConfig.Mode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where a Redis is: one server or socket, its sentinels, or nodes of its cluster. */
final class RedisPlaces {

    private static final HostPort SERVER = new HostPort("127.0.0.1", 6_379);
    private static final String SOCKET_HINT = "; a unix socket is an absolute path, with \"network\": \"unix\"";

    private final Section redis;
    private final Mode mode;

    RedisPlaces(Section redis, Mode mode) {
        this.redis = redis;
        this.mode = mode;
    }

    /** Source: the family's "network" is "unix", or anything else for TCP; an absolute path is a socket without it too. */
    Optional<Path> socket() {
        boolean unix = redis.text("network").filter("unix"::equals).isPresent();
        Optional<String> endpoint = redis.text("endpoint").filter(text -> !text.isEmpty());
        if (mode != Mode.STANDALONE || (!unix && !endpoint.orElse("").startsWith("/"))) {
            return Optional.empty();
        }
        if (redis.has("endpoints")) {
            redis.error("endpoints", "given together with a unix socket; give one of them");
        }
        if (endpoint.isEmpty()) {
            redis.error("network", "is \"unix\", but \"endpoint\" names no socket, such as \"/var/run/redis.sock\"");
            return Optional.empty();
        }
        return endpoint.flatMap(this::path);
    }

    private Optional<Path> path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return Optional.of(path);
            }
            redis.error("endpoint", "is not the absolute path of a socket, which \"network\": \"unix\" asks for");
        } catch (InvalidPathException e) {
            redis.error("endpoint", "is not a path: " + e.getReason());
        }
        return Optional.empty();
    }

    List<HostPort> endpoints() {
        return switch (mode) {
            case STANDALONE -> server();
            case SENTINEL -> sentinels();
            case CLUSTER -> nodes();
        };
    }

    private List<HostPort> server() {
        if (!redis.has("sentinelEnabled")) {
            unused("masterName");
            unused("sentinelAddrs");
        }
        List<HostPort> listed = list("endpoints");
        if (listed.size() > 1) {
            redis.error("endpoints", "a standalone server is one; for more say \"mode\": \"sentinel\" or \"cluster\"");
        }
        Optional<HostPort> single = single();
        onlyOne("endpoint", "endpoints");
        return listed.isEmpty() ? List.of(single.orElse(SERVER)) : List.of(listed.get(0));
    }

    private List<HostPort> sentinels() {
        List<HostPort> sentinels = list("sentinelAddrs");
        List<HostPort> listed = list("endpoints");
        onlyOne("sentinelAddrs", "endpoints");
        if (!redis.has("sentinelAddrs") && !redis.has("endpoints")) {
            redis.error("sentinelAddrs", "is missing: the sentinels' addresses, such as [\"10.0.0.7:26379\"]");
        }
        if (redis.has("endpoint")) {
            redis.text("endpoint");
            redis.warning("endpoint", "it has no effect: the sentinels say where the server is");
        }
        return sentinels.isEmpty() ? listed : sentinels;
    }

    private List<HostPort> nodes() {
        unused("masterName");
        unused("sentinelAddrs");
        Optional<HostPort> single = single();
        List<HostPort> listed = list("endpoints");
        onlyOne("endpoint", "endpoints");
        if (single.isEmpty() && listed.isEmpty() && !redis.has("endpoint") && !redis.has("endpoints")) {
            redis.error("endpoints", "is missing: some nodes of the cluster, such as [\"10.0.0.7:6379\"]");
        }
        return single.map(List::of).orElse(listed);
    }

    private Optional<HostPort> single() {
        return redis.text("endpoint").filter(text -> !text.isEmpty()).isEmpty()
                ? Optional.empty()
                : redis.text("endpoint", RedisPlaces::server);
    }

    Optional<String> masterName() {
        Optional<String> name = redis.text("masterName").filter(text -> !text.isBlank());
        if (mode == Mode.SENTINEL && name.isEmpty()) {
            redis.error("masterName", "is missing: what the sentinels call the server, such as \"mymaster\"");
        }
        return mode == Mode.SENTINEL ? name : Optional.empty();
    }

    private void unused(String key) {
        if (redis.has(key)) {
            redis.warning(key, "it has no effect without \"mode\": \"sentinel\" or \"sentinelEnabled\": true");
        }
    }

    private void onlyOne(String one, String other) {
        if (redis.has(one) && redis.has(other)) {
            redis.error(other, "given together with \"" + one + "\"; give one of them");
        }
    }

    private List<HostPort> list(String key) {
        List<HostPort> places = new ArrayList<>();
        List<Value> items = redis.items(key);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Value.Text text) {
                redis.attempt(key, () -> server(text.text())).ifPresent(places::add);
            } else {
                redis.error(
                        key,
                        "item " + (i + 1) + " must be a text, not "
                                + items.get(i).kind());
            }
        }
        if (items.isEmpty() && redis.given(key).orElse(null) instanceof Value.Arr) {
            redis.error(key, "is empty: at least one address is needed");
        }
        return List.copyOf(places);
    }

    private static HostPort server(String text) {
        HostPort place;
        try {
            place = HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not host:port, such as \"127.0.0.1:6379\"" + SOCKET_HINT, e);
        }
        if (place.host().isEmpty() || place.port() == 0) {
            throw new IllegalArgumentException("needs a host and a port, such as \"127.0.0.1:6379\"");
        }
        return place;
    }
}
