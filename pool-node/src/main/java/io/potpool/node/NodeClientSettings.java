package io.potpool.node;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.metrics.Metrics;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an {@link HttpNodeClient} is made of. Immutable; made by {@link #builder}.
 *
 * @param chain the chain that every node must be on
 * @param nodes the nodes, the preferred one first; at least one, each with a name of its own
 * @param pollInterval how long to wait between two looks at a node, above 0
 * @param checkInterval how long to wait between two health checks of a node, above 0
 * @param notifyListen where nodes post their work ({@code --miner.notify}), if they do; port 0 takes a free one
 * @param notifySecretPath the path on which a notification is taken for work, such as {@code /3f9c...}; any other path is
 *     only a reason to ask. It must be hard to guess
 * @param etherbases the addresses that nodes may mine to; empty for no check
 * @param clock gives the time
 * @param metrics takes the counts, named {@code node...}
 */
public record NodeClientSettings(
        ChainSpec chain,
        List<NodeSettings> nodes,
        Duration pollInterval,
        Duration checkInterval,
        Optional<InetSocketAddress> notifyListen,
        Optional<String> notifySecretPath,
        Set<Address> etherbases,
        InstantSource clock,
        Metrics metrics) {

    /** @throws IllegalArgumentException if a value is outside its range */
    public NodeClientSettings {
        nodes = List.copyOf(nodes);
        etherbases = Set.copyOf(etherbases);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a pool has at least one node");
        }
        Set<String> names = new HashSet<>();
        for (NodeSettings node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two nodes are called " + node.name());
            }
        }
        requirePositive(pollInterval, "the poll interval");
        requirePositive(checkInterval, "the check interval");
        if (notifySecretPath.isPresent() && !notifySecretPath.get().matches("/[\\w/.~-]+")) {
            throw new IllegalArgumentException("a secret path is a slash and letters, digits or any of /._~-");
        }
    }

    private static void requirePositive(Duration value, String what) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " is above 0");
        }
    }

    /** Begins settings for nodes of {@code chain}: looks every 100 ms, checks every 5 s, no push, the system's clock. */
    public static Builder builder(ChainSpec chain) {
        return new Builder(chain);
    }

    /** Collects settings. Not for several threads. */
    public static final class Builder {

        private final ChainSpec chain;
        private final List<NodeSettings> nodes = new ArrayList<>();
        private final Set<Address> etherbases = new HashSet<>();
        private Duration pollInterval = Duration.ofMillis(100);
        private Duration checkInterval = Duration.ofSeconds(5);
        private Optional<InetSocketAddress> notifyListen = Optional.empty();
        private Optional<String> notifySecretPath = Optional.empty();
        private InstantSource clock = Clock.systemUTC();
        private Metrics metrics = new Metrics();

        private Builder(ChainSpec chain) {
            this.chain = chain;
        }

        /** Adds a node; those added earlier are preferred. */
        public Builder node(NodeSettings node) {
            nodes.add(node);
            return this;
        }

        /** Adds an address that nodes may mine to; with at least one, a node that mines to another is not used. */
        public Builder etherbase(Address address) {
            etherbases.add(address);
            return this;
        }

        /** Sets how long to wait between two looks at a node. */
        public Builder pollInterval(Duration interval) {
            pollInterval = interval;
            return this;
        }

        /** Sets how long to wait between two health checks of a node. */
        public Builder checkInterval(Duration interval) {
            checkInterval = interval;
            return this;
        }

        /** Sets where nodes post their work. */
        public Builder notifyListen(InetSocketAddress address) {
            notifyListen = Optional.of(address);
            return this;
        }

        /** Sets the path on which a notification is taken for work. */
        public Builder notifySecretPath(String path) {
            notifySecretPath = Optional.of(path);
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets where counts go. */
        public Builder metrics(Metrics counts) {
            metrics = counts;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if a value is outside its range
         */
        public NodeClientSettings build() {
            return new NodeClientSettings(
                    chain,
                    nodes,
                    pollInterval,
                    checkInterval,
                    notifyListen,
                    notifySecretPath,
                    etherbases,
                    clock,
                    metrics);
        }
    }
}
