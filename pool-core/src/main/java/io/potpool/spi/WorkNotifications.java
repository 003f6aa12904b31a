package io.potpool.spi;

import java.net.InetAddress;

/**
 * Takes what nodes post about new work, from whoever listens for it: a node client with a listener of its own, or a
 * transport that shares its port. Thread-safe; no method blocks.
 */
public interface WorkNotifications {

    /** The longest body in bytes that is worth handing over: a header object of a node that sends it in full. */
    int MAX_BODY = 64 * 1024;

    /** Returns whether this is the secret path, on which a post is believed. */
    boolean trusts(String path);

    /**
     * Returns whether one of the nodes is at this address. Its connections and posts are taken whatever miners there or
     * anywhere else have done.
     */
    default boolean isNode(InetAddress address) {
        return false;
    }

    /**
     * Takes a post. On the secret path its work is used, on any other it is at most a reason to ask the nodes.
     *
     * @param body at most {@link #MAX_BODY} bytes
     * @param from the sender's address
     * @return the HTTP status to answer with; 400 for what no node posts
     */
    int posted(String path, byte[] body, InetAddress from);
}
