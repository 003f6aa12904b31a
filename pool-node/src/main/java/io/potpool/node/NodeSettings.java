package io.potpool.node;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach one node. Immutable.
 *
 * @param name the operator's name of it; unique among the nodes, and the {@code nodeId} of its templates
 * @param url where its JSON-RPC interface is, over http or https; user and password in it are sent as basic
 *     authentication, and the URL is never logged
 * @param timeout how long one call may take, above 0; a node that leaves a look unanswered for 2 s ranks behind the
 *     others whatever this is
 * @param websocket where it pushes new heads, over ws or wss, if it does
 */
public record NodeSettings(String name, URI url, Duration timeout, Optional<URI> websocket) {

    /** How long a call may take where nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if the name is blank, a URL has another scheme or no host, or the timeout is not above 0 */
    public NodeSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a node has a name");
        }
        requireScheme(url, name, "http");
        websocket.ifPresent(push -> requireScheme(push, name, "ws"));
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("node " + name + ": the timeout is above 0");
        }
    }

    /** Returns a node with the usual timeout and no push. */
    public static NodeSettings of(String name, URI url) {
        return new NodeSettings(name, url, DEFAULT_TIMEOUT, Optional.empty());
    }

    /** Returns the same node with its new heads pushed from {@code websocket}. */
    public NodeSettings withWebsocket(URI push) {
        return new NodeSettings(name, url, timeout, Optional.of(push));
    }

    /** Returns the same node with another timeout. */
    public NodeSettings withTimeout(Duration limit) {
        return new NodeSettings(name, url, limit, websocket);
    }

    /** Returns the host of {@link #url}, also one with an underscore, which {@link URI#getHost()} does not know. */
    String host() {
        return hostOf(url);
    }

    private static String hostOf(URI uri) {
        if (uri.getHost() != null) {
            return uri.getHost();
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        int port = place.lastIndexOf(':');
        return port < 0 ? place : place.substring(0, port);
    }

    private static void requireScheme(URI uri, String name, String scheme) {
        boolean right = scheme.equalsIgnoreCase(uri.getScheme()) || (scheme + "s").equalsIgnoreCase(uri.getScheme());
        if (!right || hostOf(uri).isEmpty()) {
            throw new IllegalArgumentException("node " + name + ": a URL begins with " + scheme + ":// and has a host");
        }
    }
}
