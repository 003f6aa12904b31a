package io.potpool.launcher.check;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.PoolAssembly;
import io.potpool.node.HttpNodeClient;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeObservation;
import io.potpool.spi.NodeStatus;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks every node what the pool would ask it, and compares this machine's clock with the newest block. */
final class NodeChecks {

    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final Duration AHEAD = Duration.ofSeconds(30);
    private static final String REMEDY =
            "see that the node runs with mining on, has an etherbase, and serves eth over HTTP";

    private final PoolConfig config;
    private final Clock clock;
    private final Map<String, WorkTemplate> works = new ConcurrentHashMap<>();
    private final Map<String, BlockHead> heads = new ConcurrentHashMap<>();

    NodeChecks(PoolConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    List<Verdict> run() throws InterruptedException {
        if (config.plugins().nodeClient().isPresent()) {
            return List.of(Verdict.warn("nodes", "their client is a plugin", "look at the log after the start"));
        }
        List<NodeStatus> nodes = look();
        List<Verdict> verdicts = new ArrayList<>();
        nodes.forEach(node -> verdicts.add(node(node)));
        if (nodes.stream().noneMatch(node -> works.containsKey(node.id()))) {
            verdicts.add(Verdict.fail("work", "no node gives any", "without work miners wait; " + REMEDY));
        }
        verdicts.add(clock());
        if (config.nodes().etherbase().isEmpty()) {
            verdicts.add(Verdict.warn(
                    "etherbase",
                    "any address that a node mines to is taken",
                    "give the pool's addresses as \"etherbase\", so that a node that mines to another is not used"));
        }
        return verdicts;
    }

    /** The client checks every node at once when it starts; some seconds show all that it will find. */
    private List<NodeStatus> look() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpNodeClient client =
                new HttpNodeClient(PoolAssembly.nodeSettings(config).build())) {
            client.start(new Listener());
            boolean unused = never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return client.nodes();
        }
    }

    private Verdict node(NodeStatus node) {
        String name = "node " + node.id();
        WorkTemplate work = works.get(node.id());
        String problems = String.join("; ", node.problems());
        if (work == null) {
            return Verdict.fail(name, problems.isEmpty() ? "gave no work" : problems, REMEDY);
        }
        String gives = "gives work of height " + work.height() + ", network difficulty " + work.networkDifficulty();
        return node.healthy()
                ? Verdict.ok(name, gives)
                : Verdict.warn(name, gives + ", but: " + problems, "it ranks behind other nodes, or is not used");
    }

    private Verdict clock() {
        Optional<BlockHead> newest = heads.values().stream().max(Comparator.comparing(BlockHead::timestamp));
        if (newest.isEmpty()) {
            return Verdict.warn("clock", "no block to compare it with", "start a node, then check again");
        }
        Duration age = Duration.between(newest.get().timestamp(), clock.instant());
        if (age.compareTo(AHEAD.negated()) < 0) {
            return Verdict.fail(
                    "clock",
                    "this machine is " + age.negated().toSeconds() + " s behind the newest block",
                    "let a time service (NTP) set it");
        }
        Optional<Duration> limit = config.chain().maxHeadAge();
        if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
            return Verdict.fail(
                    "clock",
                    "the newest block is " + age.toSeconds() + " s old, more than maxHeadAge",
                    "wait until a node is in sync, or set the clock by a time service (NTP)");
        }
        return Verdict.ok("clock", "the newest block is " + age.toSeconds() + " s old");
    }

    private final class Listener implements NodeListener {

        @Override
        public NodeAdvice observed(NodeObservation seen) {
            seen.work().ifPresent(work -> works.put(seen.nodeId(), work));
            seen.head().ifPresent(head -> heads.put(seen.nodeId(), head));
            return NodeAdvice.FINE;
        }

        @Override
        public void sighted(BlockSighting sighting) {}
    }
}
