package io.potpool.spi;

import java.net.InetAddress;

/**
 * Takes what nodes post about new work, from whoever listens for it: a node client with a listener of its own, or a
 * transport that shares its port. Thread-safe; neither method blocks.
 */
public interface WorkNotifications {

    /** The longest body in bytes that is worth handing over: a header object of a node that sends it in full. */
    int MAX_BODY = 64 * 1024;

    /** Returns whether this is the secret path, on which a post is believed. */
    boolean trusts(String path);

    /**
     * Takes a post. On the secret path its work is used, on any other it is at most a reason to ask the nodes.
     *
     * @param body at most {@link #MAX_BODY} bytes
     * @param from the sender's address
     * @return the HTTP status to answer with
     */
    int posted(String path, byte[] body, InetAddress from);
}
