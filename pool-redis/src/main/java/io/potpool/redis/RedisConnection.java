package io.potpool.redis;

import java.time.Duration;
import java.util.Optional;

/**
 * How servers are reached.
 *
 * @param tls with it, connections are encrypted; not for unix sockets
 * @param login who the pool is, where the server asks
 * @param database the database's index; only 0 on a Cluster
 * @param connectTimeout how long a connection may take to be made
 * @param timeout how long a reply may take; a change without a reply has failed, its fate unknown
 * @param poolSize the most connections to one server, at least 2: changes use one, reads the others
 */
public record RedisConnection(
        RedisServers servers,
        Optional<RedisTls> tls,
        Optional<RedisLogin> login,
        int database,
        Duration connectTimeout,
        Duration timeout,
        int poolSize,
        RedisWaiting waiting) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int POOL_SIZE = 8;

    /** @throws IllegalArgumentException if a value is outside its range, in words for the operator */
    public RedisConnection {
        if (database < 0 || poolSize < 2 || connectTimeout.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a connection to Redis needs a database of at least 0, a pool of at least 2 and positive time-outs");
        }
        if (database != 0 && servers instanceof RedisServers.Cluster) {
            throw new IllegalArgumentException("a Redis Cluster has no database but 0, not " + database);
        }
        if (tls.isPresent() && servers instanceof RedisServers.UnixSocket) {
            throw new IllegalArgumentException("a unix socket has no TLS");
        }
        if (waiting.isNeeded() && waiting.timeout().compareTo(timeout) >= 0) {
            throw new IllegalArgumentException("waiting for replicas must end before the connection's time-out");
        }
    }

    /** Returns the default: no TLS, no login, database 0, 1 s to connect, 2 s for a reply, 8 connections, no waiting. */
    public static RedisConnection of(RedisServers servers) {
        return new RedisConnection(
                servers, Optional.empty(), Optional.empty(), 0, CONNECT_TIMEOUT, TIMEOUT, POOL_SIZE, RedisWaiting.NONE);
    }

    /** Returns this with TLS. */
    public RedisConnection withTls(RedisTls how) {
        return new RedisConnection(
                servers, Optional.of(how), login, database, connectTimeout, timeout, poolSize, waiting);
    }

    /** Returns this with a login. */
    public RedisConnection withLogin(RedisLogin who) {
        return new RedisConnection(
                servers, tls, Optional.of(who), database, connectTimeout, timeout, poolSize, waiting);
    }

    /** Returns this with another database index. */
    public RedisConnection withDatabase(int index) {
        return new RedisConnection(servers, tls, login, index, connectTimeout, timeout, poolSize, waiting);
    }

    /** Returns this with other time-outs. */
    public RedisConnection withTimeouts(Duration connect, Duration reply) {
        return new RedisConnection(servers, tls, login, database, connect, reply, poolSize, waiting);
    }

    /** Returns this with another pool size. */
    public RedisConnection withPoolSize(int size) {
        return new RedisConnection(servers, tls, login, database, connectTimeout, timeout, size, waiting);
    }

    /** Returns this with waiting. */
    public RedisConnection withWaiting(RedisWaiting until) {
        return new RedisConnection(servers, tls, login, database, connectTimeout, timeout, poolSize, until);
    }
}
