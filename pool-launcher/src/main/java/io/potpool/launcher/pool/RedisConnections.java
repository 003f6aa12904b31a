package io.potpool.launcher.pool;

import io.potpool.launcher.config.HostPort;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.redis.RedisAddress;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisLogin;
import io.potpool.redis.RedisServers;
import io.potpool.redis.RedisTls;
import io.potpool.redis.RedisWaiting;
import java.util.List;
import java.util.Optional;

/** How the Redis of a config is reached. */
public final class RedisConnections {

    private RedisConnections() {}

    /**
     * Returns the connection; nothing is opened yet, no file is read.
     *
     * @throws IllegalArgumentException if a value is outside what the store takes
     */
    public static RedisConnection of(RedisConfig config) {
        Optional<RedisTls> tls = Optional.of(new RedisTls(
                        config.tls().authority(),
                        config.tls().certificate(),
                        config.tls().key()))
                .filter(files -> config.tls().on());
        return new RedisConnection(
                servers(config),
                tls,
                login(config.user(), config.password().map(secret -> secret.reveal())),
                config.database(),
                config.connectTimeout(),
                config.timeout(),
                config.poolSize(),
                new RedisWaiting(
                        config.waits().replicas(),
                        config.waits().aof(),
                        config.waits().timeout()));
    }

    private static RedisServers servers(RedisConfig config) {
        List<RedisAddress> addresses =
                config.endpoints().stream().map(RedisConnections::address).toList();
        return switch (config.mode()) {
            case STANDALONE ->
                config.socket().isPresent()
                        ? new RedisServers.UnixSocket(config.socket().get())
                        : new RedisServers.Standalone(addresses.get(0));
            case SENTINEL ->
                new RedisServers.Sentinel(
                        config.masterName().orElseThrow(),
                        addresses,
                        login(config.sentinelUser(), config.sentinelPassword().map(secret -> secret.reveal())));
            case CLUSTER -> new RedisServers.Cluster(addresses);
        };
    }

    private static RedisAddress address(HostPort place) {
        return new RedisAddress(place.host(), place.port());
    }

    private static Optional<RedisLogin> login(Optional<String> user, Optional<String> password) {
        return user.isEmpty() && password.isEmpty()
                ? Optional.empty()
                : Optional.of(new RedisLogin(user.orElse(RedisLogin.DEFAULT_USER), password.orElse("")));
    }
}
