package io.potpool.launcher.config;

import io.potpool.domain.Address;
import io.potpool.launcher.config.NodesConfig.Upstream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads which nodes give work and how. */
final class NodesReader {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final String PATH_FORM = "/?[0-9A-Za-z._~/-]{16,200}";

    private final Section root;
    private final Secrets secrets;

    NodesReader(Section root, Secrets secrets) {
        this.root = root;
        this.secrets = secrets;
    }

    NodesConfig read() {
        Section proxy = root.section("proxy");
        return new NodesConfig(
                upstreams(),
                proxy.duration("blockRefreshInterval", POLL, LEAST),
                root.duration("upstreamCheckInterval", CHECK, LEAST),
                etherbase(),
                notifyListen(proxy),
                notifyPath(proxy));
    }

    private List<Upstream> upstreams() {
        List<Upstream> upstreams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section node : root.sections("upstream")) {
            String name = node.text("name").filter(text -> !text.isBlank()).orElse("node" + (upstreams.size() + 1));
            if (!names.add(name)) {
                node.error("name", "another node has this name");
            }
            Optional<Secret> url = url(node, "url", name, Set.of("http", "https"));
            if (url.isEmpty() && !node.has("url") && !node.has("urlFile")) {
                node.error("url", "is missing: the node's JSON-RPC address, such as \"http://127.0.0.1:8545\"");
            }
            upstreams.add(new Upstream(
                    name,
                    url.orElse(new Secret("")),
                    node.duration("timeout", TIMEOUT, LEAST),
                    url(node, "ws", name, Set.of("ws", "wss"))));
        }
        if (upstreams.isEmpty() && !root.has("upstream")) {
            root.error("upstream", "is missing: a list of at least one node, each with a name and a url");
        } else if (upstreams.isEmpty() && root.given("upstream").orElse(null) instanceof Value.Arr) {
            root.error("upstream", "is empty: at least one node is needed");
        }
        return List.copyOf(upstreams);
    }

    private Optional<Secret> url(Section node, String key, String name, Set<String> schemes) {
        Optional<Secret> url = secrets.read(node, key, "upstream_" + name + "_" + key);
        return url.filter(secret -> {
            boolean good = valid(secret.reveal(), schemes);
            if (!good) {
                node.error(
                        key,
                        "not an address that begins with "
                                + String.join(
                                        ":// or ", schemes.stream().sorted().toList()) + "://");
            }
            return good;
        });
    }

    private static boolean valid(String url, Set<String> schemes) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            return scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT)) && uri.getRawAuthority() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private List<Address> etherbase() {
        if (root.given("etherbase").orElse(null) instanceof Value.Text single) {
            return root.address(single, "etherbase").stream().toList();
        }
        List<Address> addresses = new ArrayList<>();
        List<Value> items = root.items("etherbase");
        for (int i = 0; i < items.size(); i++) {
            root.address(items.get(i), "etherbase[" + i + "]").ifPresent(addresses::add);
        }
        return List.copyOf(addresses);
    }

    private Optional<HostPort> notifyListen(Section proxy) {
        Optional<HostPort> listen =
                proxy.text("listen").filter(text -> !text.isEmpty()).isPresent()
                        ? proxy.text("listen", HostPort::parse)
                        : Optional.empty();
        return listen;
    }

    private Optional<Secret> notifyPath(Section proxy) {
        Optional<Secret> path = secrets.read(proxy, "notifyPath", "proxy_notifyPath");
        return path.filter(secret -> {
                    boolean good = secret.reveal().matches(PATH_FORM);
                    if (!good) {
                        proxy.error("notifyPath", "must have 16 to 200 characters of [0-9A-Za-z._~/-], hard to guess");
                    }
                    return good;
                })
                .map(secret -> secret.reveal().startsWith("/") ? secret : new Secret("/" + secret.reveal()));
    }
}
