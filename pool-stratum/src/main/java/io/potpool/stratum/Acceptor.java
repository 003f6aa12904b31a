package io.potpool.stratum;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Admits a connection, or closes it at once. */
@Sharable
final class Acceptor extends ChannelInitializer<SocketChannel> {

    private final StratumSettings settings;
    private final MinerGateway pool;
    private final StratumMetrics metrics;
    private final Map<EventExecutor, Shard> shards;

    Acceptor(StratumSettings settings, MinerGateway pool, StratumMetrics metrics, Map<EventExecutor, Shard> shards) {
        this.settings = settings;
        this.pool = pool;
        this.metrics = metrics;
        this.shards = Map.copyOf(shards);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Shard shard = shards.get(channel.eventLoop());
        if (shard == null || channel.remoteAddress() == null) {
            channel.close();
            return;
        }
        InetAddress address = channel.remoteAddress().getAddress();
        if (metrics.connections.get() >= settings.maxConnections) {
            metrics.refusedFull.increment();
            channel.close();
            return;
        }
        Connection connection = new Connection(channel, address, shard);
        Optional<Visit> visit = pool.policy().admit(address, connection::evict);
        if (visit.isEmpty()) {
            metrics.refusedPolicy.increment();
            channel.close();
            return;
        }
        connection.admitted(visit.get());
        metrics.accepted.increment();
        metrics.connections.incrementAndGet();
        channel.closeFuture().addListener(unused -> metrics.connections.decrementAndGet());
        channel.pipeline().addLast(connection);
    }
}
