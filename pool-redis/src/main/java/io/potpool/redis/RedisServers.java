package io.potpool.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which servers hold the store. */
public sealed interface RedisServers {

    /** One server. */
    record Standalone(RedisAddress address) implements RedisServers {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** One server on this machine, by its unix socket. */
    record UnixSocket(Path path) implements RedisServers {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A master with replicas, watched by Sentinels.
     *
     * @param masterName the name that the Sentinels know the master by
     * @param login who the pool is to the Sentinels themselves
     */
    record Sentinel(String masterName, List<RedisAddress> sentinels, Optional<RedisLogin> login)
            implements RedisServers {

        /** @throws IllegalArgumentException if the master has no name or there are no Sentinels */
        public Sentinel {
            if (masterName.isBlank() || sentinels.isEmpty()) {
                throw new IllegalArgumentException("Sentinel needs the name of a master and at least one address");
            }
            sentinels = List.copyOf(sentinels);
        }

        @Override
        public String toString() {
            return "master " + masterName + " of Sentinels " + sentinels;
        }
    }

    /**
     * A Cluster. A pool's keys share one slot: it gives failover and room for several pools, not more speed for one.
     *
     * @param nodes some of its nodes; the others are learnt from them
     */
    record Cluster(List<RedisAddress> nodes) implements RedisServers {

        /** @throws IllegalArgumentException if there are no nodes */
        public Cluster {
            if (nodes.isEmpty()) {
                throw new IllegalArgumentException("a Cluster needs the address of at least one node");
            }
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            return "Cluster " + nodes;
        }
    }
}
