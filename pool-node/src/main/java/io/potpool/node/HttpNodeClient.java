package io.potpool.node;

import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeStatus;
import io.potpool.spi.WorkNotifications;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes over their HTTP JSON-RPC interface, the first healthy one in service.
 *
 * <p>Every node has a thread that checks and looks at it: it must be on the chain and, where etherbases are configured,
 * mine to one of them, or its work is never shown to the pool. Everything else, from a template that stays behind its head
 * to a lack of peers, only ranks it: the best-ranked node serves, and a preferred one that is well again gets back its place
 * after several checks. A node that offers no more than {@code eth_getWork}, {@code eth_getBlockByNumber} and
 * {@code eth_submitWork} serves as well.
 *
 * <p>Work comes by polling; notifications ({@code --miner.notify}) and pushed heads make the looks come earlier. The former are
 * taken by a listener of its own, or by a transport that shares its port and hands them over. Thread-safe.
 */
public final class HttpNodeClient implements NodeClient, WorkNotifications {

    private static final Logger LOG = LoggerFactory.getLogger(HttpNodeClient.class);
    private static final long TICK_MILLIS = 100;
    private static final int UNAVAILABLE = 503;

    private final NodeClientSettings settings;
    private final OkHttpWire wire = new OkHttpWire();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Threads.factory("timer"));
    private final Map<String, NodeHealth> healths = new LinkedHashMap<>();
    private final Map<String, NodeAgent> agents = new LinkedHashMap<>();
    private final List<NewHeadsFeed> feeds = new ArrayList<>();
    private final NodeBoard board;
    private final SolutionCourier courier;
    private volatile @Nullable NotifyServer notify;
    private volatile @Nullable NotifyEndpoint endpoint;
    private boolean started;
    private boolean closed;

    /** Creates a client; nothing is asked before {@link #start}. */
    public HttpNodeClient(NodeClientSettings settings) {
        this.settings = settings;
        for (NodeSettings node : settings.nodes()) {
            healths.put(node.name(), new NodeHealth(node.name(), healths.size()));
        }
        board = new NodeBoard(
                List.copyOf(healths.values()),
                settings.checkInterval(),
                settings.clock(),
                settings.metrics(),
                this::checkNow);
        courier = new SolutionCourier(wire, timer, settings.nodes(), healths, settings.metrics());
        settings.metrics()
                .gauge(
                        "node.healthy",
                        () -> board.statuses().stream()
                                .filter(NodeStatus::healthy)
                                .count());
    }

    private void checkNow(String nodeId) {
        NodeAgent agent = agents.get(nodeId);
        if (agent != null) {
            agent.checkNow();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if the address for notifications cannot be bound
     * @throws IllegalStateException if it was called before, or after {@link #close}
     */
    @Override
    public synchronized void start(NodeListener listener) {
        if (started || closed) {
            throw new IllegalStateException("a node client is started once");
        }
        started = true;
        for (NodeSettings node : settings.nodes()) {
            NodeHealth health = healths.get(node.name());
            if (health != null) {
                agents.put(node.name(), new NodeAgent(node, settings, health, board, listener, wire));
            }
        }
        NotifyEndpoint taker = new NotifyEndpoint(
                settings.notifySecretPath(),
                NotifiedWork.Seeds.of(settings.chain()),
                List.copyOf(agents.values()),
                settings.metrics());
        endpoint = taker;
        settings.notifyListen().ifPresent(address -> listen(address, taker));
        for (NodeSettings node : settings.nodes()) {
            node.websocket()
                    .ifPresent(url -> feeds.add(new NewHeadsFeed(
                            node.name(), url, wire, timer, settings.metrics(), () -> hint(node.name()))));
        }
        agents.values().forEach(NodeAgent::start);
        feeds.forEach(NewHeadsFeed::connect);
        var unused = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void hint(String nodeId) {
        NodeAgent agent = agents.get(nodeId);
        if (agent != null) {
            agent.hint();
        }
    }

    private void listen(InetSocketAddress address, NotifyEndpoint taker) {
        try {
            notify = new NotifyServer(address, taker, settings.metrics());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot listen for notifications on " + address, failed);
        }
    }

    private void tick() {
        try {
            board.evaluate();
        } catch (RuntimeException fault) {
            settings.metrics().count("node.faults");
            LOG.error("a fault while judging the nodes", fault);
        }
    }

    /** Returns the address on which notifications are taken; empty before the start, or if none are taken. */
    public Optional<InetSocketAddress> notifyAddress() {
        NotifyServer server = notify;
        return server == null ? Optional.empty() : Optional.of(server.address());
    }

    @Override
    public boolean trusts(String path) {
        NotifyEndpoint taker = endpoint;
        return taker != null && taker.trusts(path);
    }

    @Override
    public boolean isNode(InetAddress address) {
        NotifyEndpoint taker = endpoint;
        return taker != null && taker.isNode(address);
    }

    /** {@inheritDoc} Answers 503 before the start. */
    @Override
    public int posted(String path, byte[] body, InetAddress from) {
        NotifyEndpoint taker = endpoint;
        return taker == null ? UNAVAILABLE : taker.posted(path, body, from);
    }

    @Override
    public CompletionStage<SolutionFate> submit(Solution solution) {
        return courier.submit(solution);
    }

    @Override
    public List<NodeStatus> nodes() {
        return board.statuses();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        courier.close();
        feeds.forEach(NewHeadsFeed::close);
        agents.values().forEach(NodeAgent::close);
        NotifyServer server = notify;
        if (server != null) {
            server.close();
        }
        timer.shutdownNow();
        wire.close();
    }
}
