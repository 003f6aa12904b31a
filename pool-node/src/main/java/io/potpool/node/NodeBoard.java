package io.potpool.node;

import io.potpool.metrics.Metrics;
import io.potpool.spi.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Judges all nodes together and says which one serves. Thread-safe; never blocks on a node. */
final class NodeBoard {

    /** How long the first choice waits for nodes that have neither answered nor failed. */
    private static final Duration FIRST_CHOICE = Duration.ofSeconds(1);

    /** How long a switch away from a node that still answers waits for a fresh comparison of the two chains. */
    private static final Duration COMPARISON = Duration.ofSeconds(1);

    private final List<NodeHealth> nodes;
    private final InstantSource clock;
    private final Metrics metrics;
    private final Consumer<String> askAtOnce;
    private final HealthRules rules = new HealthRules();
    private final ForkWatch forks;
    private final HealthLog log;
    private final Instant startedAt;
    private final Map<String, List<Problem>> problems = new HashMap<>();
    private final Map<String, Integer> streaks = new HashMap<>();
    private Optional<Instant> switchWantedAt = Optional.empty();
    private volatile Optional<String> serving = Optional.empty();

    /** @param askAtOnce is given the id of a node that is to be checked and looked at without delay; must not block */
    NodeBoard(
            List<NodeHealth> nodes,
            Duration checkInterval,
            InstantSource clock,
            Metrics metrics,
            Consumer<String> askAtOnce) {
        this.nodes = nodes;
        this.clock = clock;
        this.metrics = metrics;
        this.askAtOnce = askAtOnce;
        this.forks = new ForkWatch(checkInterval);
        this.log = new HealthLog(metrics);
        this.startedAt = clock.instant();
    }

    /** Returns whether this node is the one that serves. */
    boolean isServing(String id) {
        return serving.filter(id::equals).isPresent();
    }

    /** Returns whether this node's work may be shown to the pool at all. */
    synchronized boolean mayReport(String id) {
        return Problem.worst(problems.getOrDefault(id, List.of())) < Problem.Kind.EXCLUDED;
    }

    /** Returns the heights at which a check is to ask for a node's block. */
    synchronized Set<Long> wanted() {
        return forks.wanted();
    }

    /** A regular check of a node is over; one that could not be made is not passed. */
    synchronized void checked(String id, boolean made) {
        evaluate();
        boolean noWorse = made && rank(id) <= serving.map(this::rank).orElse(Problem.Kind.EXCLUDED);
        streaks.merge(id, noWorse ? 1 : 0, (before, more) -> more == 0 ? 0 : before + 1);
        evaluate();
    }

    /** Judges all nodes as they are now, and switches if another is better. */
    synchronized void evaluate() {
        Instant now = clock.instant();
        List<NodeView> views = nodes.stream().map(NodeHealth::view).toList();
        Optional<NodeView> current = serving.flatMap(id -> find(views, id));
        forks.update(views, current, now);
        List<NodeView> ownChain =
                views.stream().filter(view -> !isOnOtherChain(view.id())).toList();
        for (NodeView view : views) {
            List<Problem> found = rules.judge(view, ownChain, forks.problem(view.id()), now);
            log.judged(view.id(), problems.getOrDefault(view.id(), List.of()), found, now);
            problems.put(view.id(), found);
        }
        int best = serving.map(this::rank).orElse(Problem.Kind.EXCLUDED);
        streaks.replaceAll((id, streak) -> rank(id) > best ? 0 : streak);
        log.coinbases(views);
        choose(views, current, now);
    }

    private boolean isOnOtherChain(String id) {
        return forks.problem(id)
                .filter(problem -> problem.kind() == Problem.Kind.OTHER_CHAIN)
                .isPresent();
    }

    private void choose(List<NodeView> views, Optional<NodeView> current, Instant now) {
        boolean early = now.isBefore(startedAt.plus(FIRST_CHOICE));
        if (serving.isEmpty() && early && !views.stream().allMatch(NodeView::met)) {
            return;
        }
        Optional<String> chosen = Ranking.choose(serving, candidates(views));
        if (chosen.equals(serving)) {
            switchWantedAt = Optional.empty();
            return;
        }
        Optional<NodeView> next = chosen.flatMap(id -> find(views, id));
        if (current.isPresent() && next.isPresent() && mustWait(current.get(), next.get(), now)) {
            return;
        }
        switchWantedAt = Optional.empty();
        log.switched(serving, chosen, serving.map(id -> problems.getOrDefault(id, List.of())));
        if (serving.isPresent()) {
            metrics.count("node.failovers");
        }
        serving = chosen;
        streaks.clear();
        chosen.ifPresent(askAtOnce);
    }

    /** A node on another chain must not take over only because it is ahead: first the two chains are compared. */
    private boolean mustWait(NodeView current, NodeView next, Instant now) {
        if (!current.comparable() || !next.comparable()) {
            return false;
        }
        if (switchWantedAt.isEmpty()) {
            switchWantedAt = Optional.of(now);
            forks.begin(current, next, now);
            askAtOnce.accept(current.id());
            askAtOnce.accept(next.id());
            return true;
        }
        Instant since = switchWantedAt.get();
        return !forks.compared(next.id(), since) && now.isBefore(since.plus(COMPARISON));
    }

    private List<Ranking.Candidate> candidates(List<NodeView> views) {
        List<Ranking.Candidate> all = new ArrayList<>();
        for (NodeView view : views) {
            int rank = Math.max(rank(view.id()), view.met() ? 0 : Problem.Kind.UNREACHABLE.rank());
            all.add(new Ranking.Candidate(view.id(), view.order(), rank, streaks.getOrDefault(view.id(), 0)));
        }
        return all;
    }

    private int rank(String id) {
        return Problem.worst(problems.getOrDefault(id, List.of()));
    }

    private static Optional<NodeView> find(List<NodeView> views, String id) {
        return views.stream().filter(view -> view.id().equals(id)).findFirst();
    }

    /** Returns the state of all nodes, in the operator's order. */
    synchronized List<NodeStatus> statuses() {
        List<NodeStatus> all = new ArrayList<>();
        for (NodeHealth node : nodes) {
            List<Problem> found = problems.getOrDefault(node.id(), List.of());
            NodeView view = node.view();
            List<String> texts = found.stream().map(Problem::text).toList();
            boolean healthy = view.met() && texts.isEmpty();
            OptionalLong height = view.head().isPresent() ? OptionalLong.of(view.height()) : OptionalLong.empty();
            all.add(new NodeStatus(node.id(), isServing(node.id()), healthy, height, texts));
        }
        return all;
    }
}
