package io.potpool.stratum;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.work.Job;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves miners over TCP and TLS, on as many ports as are set. Each connection may speak any {@link MinerProtocol} of its
 * port; its first bytes and its first request tell which.
 *
 * <p>Thread-safe. A server is started once and not again after it was closed.
 */
public final class StratumServer implements MinerTransport {

    private static final Logger LOG = LoggerFactory.getLogger(StratumServer.class);
    private static final int BACKLOG = 4096;
    private static final int CLOSE_SECONDS = 4;

    private final StratumSettings settings;
    private final Object jobOrder = new Object();
    private final List<Channel> listeners = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private Map<EventExecutor, Shard> shards = Map.of();
    private @Nullable EventLoopGroup loops;
    private volatile IntSupplier connections = () -> 0;
    private boolean closed;

    /** Makes a server that is not started yet. */
    public StratumServer(StratumSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void start(MinerGateway pool) throws IOException {
        if (loops != null || closed) {
            throw new IllegalStateException("a stratum server is started once");
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                settings.ioThreads, new DefaultThreadFactory("stratum"), NioIoHandler.newFactory());
        loops = group;
        StratumMetrics metrics = new StratumMetrics(pool.metrics());
        connections = metrics.connections::get;
        Map<EventExecutor, Shard> made = new HashMap<>();
        for (EventExecutor loop : group) {
            Shard shard = new Shard((EventLoop) loop, settings, pool, metrics);
            shard.start();
            made.put(loop, shard);
        }
        shards = Map.copyOf(made);
        pool.addJobListener(this::jobChanged);
        synchronized (jobOrder) {
            jobChanged(pool.currentJob());
        }
        try {
            for (PortSettings each : settings.ports) {
                Port port = new Port(each, settings, metrics);
                ports.add(port);
                listeners.add(bind(group, new Acceptor(port, settings, metrics, made), each.address));
            }
        } catch (IOException unbound) {
            close();
            throw unbound;
        }
    }

    private Channel bind(EventLoopGroup group, ChannelInitializer<SocketChannel> acceptor, InetSocketAddress address)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(256, 512, 4096))
                .childHandler(acceptor);
        if (settings.sendBufferBytes > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.sendBufferBytes);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        LOG.info("stratum miners may connect to {}", bound.channel().localAddress());
        return bound.channel();
    }

    private void jobChanged(Optional<Job> job) {
        synchronized (jobOrder) {
            shards.values().forEach(shard -> shard.post(job));
        }
    }

    @Override
    public int sessions() {
        return connections.getAsInt();
    }

    @Override
    public synchronized List<InetSocketAddress> listening() {
        return listeners.stream()
                .filter(Channel::isActive)
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    @Override
    public synchronized void close() {
        EventLoopGroup group = loops;
        if (closed || group == null) {
            closed = true;
            return;
        }
        closed = true;
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        CompletableFuture<?>[] ends = shards.values().stream().map(Shard::end).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("some miners could not be answered before the stratum server closed", late);
        }
        shards = Map.of();
        ports.forEach(Port::close);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
