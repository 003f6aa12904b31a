package io.potpool.launcher.config;

import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * An address to listen on.
 *
 * @param host a name or literal address without brackets; empty means every address of the machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record HostPort(String host, int port) {

    /** @throws IllegalArgumentException if the port is outside 0..65535 */
    public HostPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port lies between 0 and 65535");
        }
    }

    /**
     * Parses {@code host:port}, {@code [v6]:port} or {@code :port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not host:port, such as \"0.0.0.0:3333\"");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!bare.matches(bracketed ? "[0-9A-Fa-f:.%a-z]+" : "[0-9A-Za-z._-]*")) {
            throw new IllegalArgumentException("not host:port, such as \"0.0.0.0:3333\" or \"[::]:3333\"");
        }
        return new HostPort(bare, Integer.parseInt(port));
    }

    /** Returns the socket address; a name is looked up, which may block. */
    public InetSocketAddress toSocketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** Returns whether only this machine can reach it. */
    public boolean loopback() {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.equals("::1") || lower.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
