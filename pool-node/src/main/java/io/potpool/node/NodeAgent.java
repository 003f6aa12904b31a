package io.potpool.node;

import io.potpool.chain.ChainSpec;
import io.potpool.metrics.Metrics;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeObservation;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one node on a thread of its own: checks who it is before it believes it, looks at its work again and again, and
 * tells the pool.
 */
final class NodeAgent implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

    /** When to look again after a hint, until the node's work has followed its head. */
    private static final List<Duration> AFTER_HINT =
            List.of(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(400));

    private static final int MAX_NOTIFIED = 8;

    private final NodeSettings node;
    private final NodeClientSettings settings;
    private final NodeHealth health;
    private final NodeBoard board;
    private final NodeListener listener;
    private final Metrics metrics;
    private final NodeRpc rpc;
    private final Looker looker;
    private final Checker checker;
    private final Semaphore hints = new Semaphore(0);
    private final BlockingQueue<NotifiedWork> notified = new ArrayBlockingQueue<>(MAX_NOTIFIED);
    private volatile Set<InetAddress> addresses = Set.of();
    private volatile boolean checkWanted;
    private volatile boolean closed;
    private final Thread thread;

    private boolean known;
    private Instant nextCheck = Instant.MIN;
    private int burst = AFTER_HINT.size();

    NodeAgent(
            NodeSettings node,
            NodeClientSettings settings,
            NodeHealth health,
            NodeBoard board,
            NodeListener listener,
            OkHttpWire wire) {
        this.node = node;
        this.settings = settings;
        this.health = health;
        this.board = board;
        this.listener = listener;
        this.metrics = settings.metrics();
        this.rpc = new NodeRpc(wire, node);
        this.looker = new Looker(node.name(), rpc);
        ChainSpec chain = settings.chain();
        this.checker = new Checker(rpc, chain, settings.etherbases());
        this.thread = Threads.daemon("watch-" + node.name(), this);
    }

    void start() {
        thread.start();
    }

    /** Has the node looked at now; never blocks. */
    void hint() {
        hints.release();
    }

    /** Has the node checked and looked at now; never blocks. */
    void checkNow() {
        checkWanted = true;
        hints.release();
    }

    /** Takes work that this node has posted, to be used if the next look bears it out; never blocks. */
    void notified(NotifiedWork work) {
        if (!notified.offer(work)) {
            metrics.count("node.notify{dropped}");
        }
        hint();
    }

    void close() {
        closed = true;
        thread.interrupt();
    }

    /** Returns whether the node's host has this address, as far as that is known. */
    boolean isAt(InetAddress address) {
        return addresses.contains(address);
    }

    private void resolve() {
        try {
            addresses = Set.copyOf(Arrays.asList(InetAddress.getAllByName(node.host())));
        } catch (UnknownHostException unknown) {
            addresses = Set.of();
        }
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                round();
                if (!closed) {
                    pause();
                }
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException | Error fault) {
                metrics.count("node.faults");
                LOG.error("node {}: a fault while looking at it", node.name(), fault);
                health.missed(false, "a fault in the pool");
                burst = AFTER_HINT.size();
                known = false;
            }
        }
    }

    private void round() {
        Instant now = settings.clock().instant();
        if (!known || checkWanted || !now.isBefore(nextCheck)) {
            check(now);
        }
        if (known) {
            look();
        } else {
            burst = AFTER_HINT.size();
        }
    }

    private void pause() throws InterruptedException {
        Duration wait = burst < AFTER_HINT.size() ? AFTER_HINT.get(burst) : settings.pollInterval();
        if (hints.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            hints.drainPermits();
            burst = -1;
        }
    }

    private void check(Instant now) {
        if (addresses.isEmpty() && settings.notifySecretPath().isPresent()) {
            resolve();
        }
        boolean regular = !checkWanted;
        checkWanted = false;
        health.waiting(now);
        RpcReply<Checkup> reply = checker.check(now, board.wanted());
        if (closed) {
            return;
        }
        boolean made = take(reply, now);
        metrics.count(made ? "node.checks{made}" : "node.checks{failed}");
        if (regular) {
            board.checked(node.name(), made);
        } else {
            board.evaluate();
        }
    }

    /**
     * Takes the outcome of a check and returns whether it could be made. A node that could never be asked whose work it
     * gives is not looked at; one that was known already keeps its place while single questions fail.
     */
    private boolean take(RpcReply<Checkup> reply, Instant now) {
        if (!(reply instanceof RpcReply.Result<Checkup> result)) {
            boolean timedOut = reply instanceof RpcReply.NoAnswer<Checkup> none && none.timedOut();
            health.missed(timedOut, reply.problem());
            known = false;
            return false;
        }
        Optional<String> open = result.value().unsettled();
        boolean usable = known || open.isEmpty() || result.value().foreign().isPresent();
        if (usable) {
            health.checked(result.value());
            nextCheck = now.plus(settings.checkInterval());
        } else {
            health.missed(false, "it could not be checked: " + open.orElse(""));
        }
        known = usable;
        return open.isEmpty();
    }

    private void look() {
        health.waiting(settings.clock().instant());
        Look look = looker.look();
        Instant at = settings.clock().instant();
        if (closed) {
            return;
        }
        if (look instanceof Look.Missed missed) {
            metrics.count("node.looks{missed}");
            health.missed(missed.timedOut(), missed.why());
            known = false;
            burst = AFTER_HINT.size();
            board.evaluate();
            return;
        }
        Look.Seen seen = (Look.Seen) look;
        metrics.count("node.looks{answered}");
        health.saw(seen, at);
        board.evaluate();
        burst = seen.settled() ? AFTER_HINT.size() : Math.min(burst + 1, AFTER_HINT.size());
        if (board.mayReport(node.name())) {
            report(seen, at);
        }
    }

    private void report(Look.Seen seen, Instant at) {
        Optional<BlockHead> head = seen.head().map(NodeBlock::head);
        for (WorkTemplate pushed : pushed(seen)) {
            tell(new NodeObservation(node.name(), at, board.isServing(node.name()), Optional.of(pushed), head));
        }
        NodeAdvice advice = tell(new NodeObservation(node.name(), at, board.isServing(node.name()), seen.work(), head));
        health.complained(advice.complaint());
        if (advice.complaint().isPresent()) {
            board.evaluate();
        }
        advice.lookAt().ifPresent(this::sight);
    }

    /** Returns the posted templates that stand on the block which the node now shows as its latest. */
    private List<WorkTemplate> pushed(Look.Seen seen) {
        List<NotifiedWork> posted = new ArrayList<>();
        notified.drainTo(posted);
        List<WorkTemplate> usable = new ArrayList<>();
        for (NotifiedWork work : posted) {
            boolean current = seen.head()
                    .filter(block -> block.head().height() + 1 == work.height())
                    .filter(block -> work.parentHash()
                            .filter(parent -> !parent.equals(block.head().hash()))
                            .isEmpty())
                    .isPresent();
            boolean isTheLook = seen.work()
                    .filter(own -> own.header().equals(work.header()))
                    .isPresent();
            if (current && !isTheLook) {
                usable.add(work.toTemplate(node.name()));
            }
        }
        return usable;
    }

    private NodeAdvice tell(NodeObservation observation) {
        try {
            return listener.observed(observation);
        } catch (RuntimeException fault) {
            metrics.count("node.listenerFaults");
            return new NodeAdvice(OptionalLong.empty(), Optional.of("the pool could not use its work: " + fault));
        }
    }

    private void sight(long height) {
        RpcReply<Optional<NodeBlock>> reply = rpc.call(RpcCall.block(height)).decode(NodeBlock::decode);
        if (reply instanceof RpcReply.Result<Optional<NodeBlock>> result) {
            Instant at = settings.clock().instant();
            listener.sighted(new BlockSighting(
                    node.name(),
                    at,
                    height,
                    result.value().map(block -> block.head().hash())));
        }
    }
}
