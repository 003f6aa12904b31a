package io.potpool.launcher.check;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator can do about what a Redis server says. */
final class Refusals {

    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        REMEDIES.put("READONLY", "this server is a replica: give the master's address, or \"mode\": \"sentinel\"");
        REMEDIES.put("OOM", "the server's memory is full: raise its maxmemory");
        REMEDIES.put("MISCONF", "the server cannot save to its disk: see its log, and free space");
        REMEDIES.put("NOREPLICAS", "the server has too few replicas for its min-replicas-to-write");
        REMEDIES.put("NOPERM", "give the user the rights in conf/scaling/redis.conf, for keys potpool:*");
        REMEDIES.put("WRONGPASS", "see that redis.user and redis.password are right");
        REMEDIES.put("NOAUTH", "the server asks for a password: set redis.password, and redis.user if it has one");
        REMEDIES.put("LOADING", "the server still reads its file: wait until it has");
        REMEDIES.put("DB index", "redis.database: the server has fewer databases");
        REMEDIES.put("MOVED", "the server is a Cluster's: set \"mode\": \"cluster\"");
        REMEDIES.put("CLUSTERDOWN", "not all slots of the Cluster are served: see redis-cli --cluster check");
        REMEDIES.put("upgrade this instance", "install the version that the other instances have");
        REMEDIES.put("belongs to the chain", "set redis.prefix, or the network that is meant");
        REMEDIES.put("6.2 or later", "upgrade the server");
        REMEDIES.put("cluster slots", "see that the server runs as a Cluster's node; else leave \"mode\" out");
    }

    private Refusals() {}

    static String remedy(String reason) {
        return REMEDIES.entrySet().stream()
                .filter(known -> reason.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("see that the server runs, and that address, password, prefix and tls are right");
    }
}
