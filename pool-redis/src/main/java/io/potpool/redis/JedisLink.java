package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.Pool;

/** The only class that sees Jedis. */
final class JedisLink implements RedisLink {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Supplier<Connection> connections;
    private final Runnable relearn;
    private final Runnable end;

    /** @param relearn asks for present roles where there are any, and drops idle connections, which may all be dead */
    private JedisLink(Supplier<Connection> connections, Runnable relearn, Runnable end) {
        this.connections = connections;
        this.relearn = relearn;
        this.end = end;
    }

    /**
     * Returns connections to servers; standalone servers are asked nothing yet, Sentinels and Cluster nodes for their
     * present roles.
     *
     * @param routing a key, or the hash tag of all keys, that decides the node of a Cluster
     * @throws StoreException if no Sentinel or Cluster node answers
     */
    static JedisLink open(RedisConnection to, String routing) {
        try {
            if (to.servers() instanceof RedisServers.Sentinel sentinel) {
                return sentinel(to, sentinel);
            }
            return to.servers() instanceof RedisServers.Cluster cluster
                    ? cluster(to, cluster, routing)
                    : standalone(to);
        } catch (JedisException failure) {
            throw new StoreException(
                    "Redis at " + to.servers() + " cannot be used: " + LinkException.inWords(failure), failure);
        }
    }

    private static JedisLink standalone(RedisConnection to) {
        JedisClientConfig config = config(to, to.login().orElse(null), to.database());
        RedisClient.Builder builder = RedisClient.builder();
        builder.clientConfig(config).poolConfig(pool(to));
        if (to.servers() instanceof RedisServers.Standalone one) {
            builder.hostAndPort(address(one.address()));
        } else if (to.servers() instanceof RedisServers.UnixSocket socket) {
            JedisSocketFactory sockets = () -> unix(socket, to);
            builder.connectionProvider(new PooledConnectionProvider(new ConnectionFactory(sockets, config), pool(to)));
        }
        RedisClient client = builder.build();
        return new JedisLink(() -> client.getPool().getResource(), client.getPool()::clear, client::close);
    }

    private static UnixSocket unix(RedisServers.UnixSocket socket, RedisConnection to) {
        try {
            UnixSocket open = new UnixSocket(socket.path());
            open.setSoTimeout((int) to.timeout().toMillis());
            return open;
        } catch (IOException failure) {
            throw new JedisConnectionException("no connection to " + socket.path(), failure);
        }
    }

    private static JedisLink sentinel(RedisConnection to, RedisServers.Sentinel sentinel) {
        RedisSentinelClient.Builder builder = RedisSentinelClient.builder();
        builder.masterName(sentinel.masterName())
                .sentinels(addresses(sentinel.sentinels()))
                .sentinelClientConfig(config(to, sentinel.login().orElse(null), 0))
                .clientConfig(config(to, to.login().orElse(null), to.database()))
                .poolConfig(pool(to));
        RedisSentinelClient client = builder.build();
        return new JedisLink(
                () -> client.getPrimaryNodesConnectionMap()
                        .values()
                        .iterator()
                        .next()
                        .getResource(),
                () -> client.getPrimaryNodesConnectionMap().values().forEach(Pool::clear),
                client::close);
    }

    private static JedisLink cluster(RedisConnection to, RedisServers.Cluster cluster, String routing) {
        RedisClusterClient.Builder builder = RedisClusterClient.builder();
        builder.nodes(addresses(cluster.nodes()))
                .clientConfig(config(to, to.login().orElse(null), 0))
                .poolConfig(pool(to));
        RedisClusterClient client = builder.build();
        int slot = JedisClusterCRC16.getSlot(routing);
        Runnable relearn = () -> {
            client.getClusterNodes().values().forEach(Pool::clear);
            client.refreshClusterTopology();
        };
        return new JedisLink(() -> client.getConnectionFromSlot(slot), relearn, client::close);
    }

    private static JedisClientConfig config(RedisConnection to, @Nullable RedisLogin login, int database) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis((int) to.connectTimeout().toMillis())
                .socketTimeoutMillis((int) to.timeout().toMillis())
                .database(database)
                .clientName(ConnectedClient.OWN);
        if (login != null) {
            builder.user(login.user()).password(login.password());
        }
        if (to.tls().isPresent()) {
            builder.sslOptions(encryption(to.tls().get()));
        }
        return builder.build();
    }

    private static SslOptions encryption(RedisTls tls) {
        SslOptions.Builder builder = SslOptions.builder()
                .sslVerifyMode(SslVerifyMode.FULL)
                .trustStoreType(PemStore.TYPE)
                .keyStoreType(PemStore.TYPE);
        tls.authorities().ifPresent(file -> {
            byte[] store = PemStore.trusting(file);
            builder.truststore(() -> new ByteArrayInputStream(store), PemStore.PASSWORD);
        });
        if (tls.certificate().isPresent() && tls.key().isPresent()) {
            byte[] store = PemStore.identity(tls.certificate().get(), tls.key().get());
            builder.keystore(() -> new ByteArrayInputStream(store), PemStore.PASSWORD);
        }
        return builder.build();
    }

    private static GenericObjectPoolConfig<Connection> pool(RedisConnection to) {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setMaxTotal(to.poolSize());
        config.setMaxIdle(to.poolSize());
        config.setMaxWait(to.timeout());
        config.setTestWhileIdle(true);
        config.setTimeBetweenEvictionRuns(IDLE);
        config.setJmxEnabled(false);
        return config;
    }

    private static Set<HostAndPort> addresses(List<RedisAddress> addresses) {
        Set<HostAndPort> all = new HashSet<>();
        addresses.forEach(address -> all.add(address(address)));
        return all;
    }

    private static HostAndPort address(RedisAddress address) {
        return new HostAndPort(address.host(), address.port());
    }

    @Override
    public List<@Nullable Object> exchange(List<RedisCommand> commands) {
        try {
            List<@Nullable Object> replies = send(commands);
            return Moved.isAny(replies) ? again(commands, replies) : replies;
        } catch (JedisException | IllegalStateException failure) {
            relearn();
            throw new LinkException(LinkException.inWords(failure), failure);
        }
    }

    /** A Cluster node that has another's slot runs nothing: those commands are sent once more, to the right one. */
    private List<@Nullable Object> again(List<RedisCommand> commands, List<@Nullable Object> replies) {
        relearn.run();
        List<Integer> moved = Moved.again(commands, replies);
        List<@Nullable Object> second = send(moved.stream().map(commands::get).toList());
        List<@Nullable Object> all = new ArrayList<>(replies);
        for (int i = 0; i < moved.size(); i++) {
            all.set(moved.get(i), second.get(i));
        }
        return all;
    }

    private List<@Nullable Object> send(List<RedisCommand> commands) {
        try (Connection connection = connections.get()) {
            List<@Nullable Object> replies = new ArrayList<>(commands.size());
            int sent = 0;
            for (RedisCommand command : commands) {
                if (command.name().equals("WAITAOF")) {
                    // A replica that is asked together with the writes answers what it had on disk before them, and
                    // says more only once a second. So it is asked when the writes are on their way.
                    receive(connection, sent, replies);
                    sent = 0;
                }
                byte[] name = RedisCommand.bytes(command.name());
                connection.sendCommand(() -> name, command.arguments().toArray(new byte[0][]));
                sent++;
            }
            receive(connection, sent, replies);
            if (replies.stream().anyMatch(reply -> reply instanceof ErrorReply error && error.isOfServer())) {
                connection.setBroken();
            }
            return replies;
        }
    }

    private static void receive(Connection connection, int count, List<@Nullable Object> replies) {
        if (count > 0) {
            connection.getMany(count).forEach(reply -> replies.add(plain(reply)));
        }
    }

    private static @Nullable Object plain(@Nullable Object reply) {
        if (reply instanceof JedisException error) {
            return new ErrorReply(String.valueOf(error.getMessage()));
        }
        return reply;
    }

    private void relearn() {
        try {
            relearn.run();
        } catch (JedisException | IllegalStateException unreachable) {
            // the next exchange tries again
            return;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
