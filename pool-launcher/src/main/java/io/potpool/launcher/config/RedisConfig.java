package io.potpool.launcher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Redis that several instances share. Checked: what a mode needs is there.
 *
 * @param mode how the server is found
 * @param endpoints the server (standalone), the sentinels, or some nodes of the cluster; none with a socket
 * @param socket the server's unix socket, absolute; standalone alone has one
 * @param masterName what the sentinels call the server; empty in other modes
 * @param user an ACL user; empty for the default user
 * @param sentinelUser an ACL user of the sentinels
 * @param database 0 to 9,999; 0 in a cluster
 * @param poolSize the most connections to one server, 2 to 1,000
 * @param prefix what the keys of this pool begin with: 1 to 32 of [0-9A-Za-z_.-]
 * @param tls whether connections are encrypted, and by which authority
 * @param connectTimeout how long a connection may take to open
 * @param timeout how long an answer may take
 * @param waits what a commit waits for
 */
public record RedisConfig(
        Mode mode,
        List<HostPort> endpoints,
        Optional<Path> socket,
        Optional<String> masterName,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> sentinelUser,
        Optional<Secret> sentinelPassword,
        int database,
        int poolSize,
        String prefix,
        Tls tls,
        Duration connectTimeout,
        Duration timeout,
        Wait waits) {

    /** How the server is found. */
    public enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    /**
     * Encryption of the connections.
     *
     * @param on whether they are encrypted; names of servers are checked then
     * @param authority certificates in PEM that sign the servers'; empty for those that Java trusts
     * @param certificate the pool's own certificate chain in PEM, where servers ask for one
     * @param key its key in PEM (PKCS #8); there if and only if the certificate is
     */
    public record Tls(boolean on, Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {}

    /**
     * What a commit waits for beyond the server's own answer.
     *
     * @param replicas how many replicas must have it, 0 to 16
     * @param aof whether the server, and those replicas, must have fsynced it (WAITAOF, from Redis 7.2 on)
     * @param timeout how long; a commit that waited in vain is repeated
     */
    public record Wait(int replicas, boolean aof, Duration timeout) {}

    /** Returns where it is, in words for an operator; without secrets. */
    public String inWords() {
        String place = socket.map(Path::toString)
                .orElseGet(() -> String.join(
                        ", ", endpoints.stream().map(HostPort::toString).toList()));
        return switch (mode) {
            case STANDALONE -> place + ", database " + database;
            case SENTINEL -> masterName.orElse("") + " of the sentinels " + place + ", database " + database;
            case CLUSTER -> "the cluster of " + place;
        };
    }
}
