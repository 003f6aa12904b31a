package io.potpool.launcher.config;

import io.potpool.domain.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The nodes that give work.
 *
 * @param upstreams in the order of preference, at least one, each with a name of its own
 * @param pollInterval how often the serving node is asked for work
 * @param checkInterval how often each node's health is looked at
 * @param etherbase the addresses that a node may mine to; empty means any, with a warning where nodes differ
 * @param notifyListen where nodes push their work by HTTP; empty for nowhere
 * @param notifyPath the path on which a pushed template is trusted; empty for none
 */
public record NodesConfig(
        List<Upstream> upstreams,
        Duration pollInterval,
        Duration checkInterval,
        List<Address> etherbase,
        Optional<HostPort> notifyListen,
        Optional<Secret> notifyPath) {

    /**
     * One node.
     *
     * @param url its JSON-RPC address; it may hold credentials
     * @param timeout how long one of its answers may take
     * @param webSocket its WebSocket address, for new heads
     */
    public record Upstream(String name, Secret url, Duration timeout, Optional<Secret> webSocket) {}
}
