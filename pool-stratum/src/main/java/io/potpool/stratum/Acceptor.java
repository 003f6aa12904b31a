package io.potpool.stratum;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.Map;

/** Admits a connection, or closes it at once. */
@Sharable
final class Acceptor extends ChannelInitializer<SocketChannel> {

    /** Connections beyond the limit that nodes may have. */
    private static final int FOR_NODES = 64;

    private final Port port;
    private final StratumSettings settings;
    private final StratumMetrics metrics;
    private final Map<EventExecutor, Shard> shards;

    Acceptor(Port port, StratumSettings settings, StratumMetrics metrics, Map<EventExecutor, Shard> shards) {
        this.port = port;
        this.settings = settings;
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
        boolean proxied = port.isProxy(address);
        boolean node = port.isNode(address);
        if (metrics.connections.get() >= settings.maxConnections + (node ? FOR_NODES : 0)) {
            metrics.refusedFull.increment();
            channel.close();
            return;
        }
        if (!proxied && port.requiresProxy()) {
            metrics.proxyRefused.increment();
            channel.close();
            return;
        }
        Connection connection = new Connection(channel, address, shard, port);
        if (!proxied && !connection.arrivesFrom(address)) {
            return;
        }
        metrics.accepted.increment();
        metrics.connections.incrementAndGet();
        channel.closeFuture().addListener(unused -> metrics.connections.decrementAndGet());
        if (proxied) {
            channel.pipeline().addLast(new ProxyHeader(connection, port.requiresProxy(), metrics));
        }
        channel.pipeline().addLast(connection);
    }
}
