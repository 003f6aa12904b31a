package io.potpool;

import io.potpool.PoolHealth.Finding;
import io.potpool.PoolHealth.Status;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JobManager;
import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeStatus;
import io.potpool.spi.RemovalCause;
import io.potpool.spool.Spool;
import io.potpool.spool.SpoolState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Puts together what the parts of a pool know of its health. Thread-safe; never blocks on store or node. */
final class HealthView {

    /** So many heights behind the pool, no share counts any more. */
    private static final int STALE = 7;

    /** Without a spool shares that are under way are lost from then on. */
    private static final Duration UNRECORDED = Duration.ofSeconds(5);

    /** What a pool does. */
    enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private final StoreHealth store;
    private final InstanceSession session;
    private final JobManager jobs;
    private final NodeClient nodes;
    private final Optional<Spool> spool;
    private final CompletableFuture<RemovalCause> removal;
    private final InstantSource clock;
    private volatile Phase phase = Phase.STARTING;

    HealthView(
            StoreHealth store,
            InstanceSession session,
            JobManager jobs,
            NodeClient nodes,
            Optional<Spool> spool,
            CompletableFuture<RemovalCause> removal,
            InstantSource clock) {
        this.store = store;
        this.session = session;
        this.jobs = jobs;
        this.nodes = nodes;
        this.spool = spool;
        this.removal = removal;
        this.clock = clock;
    }

    void enter(Phase now) {
        phase = now;
    }

    PoolHealth look(String version) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<SpoolState> spooled = spool.map(Spool::state);
        List<Finding> findings = new ArrayList<>();
        phase().ifPresent(findings::add);
        if (removal.isDone()) {
            add(
                    findings,
                    "removed",
                    Status.DOWN,
                    "this instance is off the register: " + removal.join().inWords());
        } else {
            store(now).ifPresent(findings::add);
            work().ifPresent(findings::add);
        }
        spooled.flatMap(state -> spool(state, now)).ifPresent(findings::add);
        nodes(findings);
        instances().ifPresent(findings::add);
        return new PoolHealth(findings, spooled, now, version);
    }

    private static void add(List<Finding> findings, String name, Status status, String text) {
        findings.add(new Finding(name, status, text));
    }

    private Optional<Finding> phase() {
        return switch (phase) {
            case STARTING -> Optional.of(new Finding("starting", Status.DOWN, "the pool has not opened its ports yet"));
            case STOPPING -> Optional.of(new Finding("stopping", Status.DOWN, "the pool ends"));
            case SERVING -> Optional.empty();
        };
    }

    private Optional<Finding> store(Instant now) {
        Duration unheard = session.unheard();
        String away = "the store has not answered since " + seconds(now.minus(unheard));
        if (!store.serves()) {
            return Optional.of(new Finding(
                    "store", Status.DOWN, away + ", longer than maxFails allows: miners hear \"work not ready\""));
        }
        if (session.isCutOff()) {
            return Optional.of(new Finding(
                    "store", Status.DOWN, away + ", longer than spool.maxAge: shares of new heights are not taken"));
        }
        if (!store.fails()) {
            return Optional.empty();
        }
        if (spool.isPresent()) {
            return Optional.of(new Finding("store", Status.DEGRADED, away + ": accepted shares are spooled"));
        }
        Status status = unheard.compareTo(UNRECORDED) < 0 ? Status.DEGRADED : Status.DOWN;
        return Optional.of(new Finding("store", status, away + ": shares are not recorded in time"));
    }

    private Optional<Finding> spool(SpoolState state, Instant now) {
        String since = " since " + seconds(now.minus(state.oldest()));
        String what = state.shares() + " shares (" + state.bytes() + " bytes) wait in the spool" + since;
        if (state.refusing().isPresent()) {
            return Optional.of(new Finding(
                    "spool",
                    Status.DOWN,
                    "miners hear \"work not ready\": " + state.refusing().get()
                            + (state.records() == 0 ? "" : "; " + what)));
        }
        return state.records() == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        "spool",
                        Status.DEGRADED,
                        what + (state.draining() ? ", and go to the store now" : "") + "; it takes up to "
                                + spool.map(Spool::boundsInWords).orElse("")));
    }

    private Optional<Finding> work() {
        return jobs.current()
                .map(job -> jobs.lag(job) < STALE
                        ? Optional.<Finding>empty()
                        : Optional.of(new Finding(
                                "work",
                                Status.DOWN,
                                "the work is of height " + job.height()
                                        + ", far behind the other instances: shares of it are stale")))
                .orElseGet(() -> Optional.of(new Finding(
                        "work",
                        Status.DOWN,
                        "miners get no work: no node has given any, or the log says what keeps the pool from it")));
    }

    private void nodes(List<Finding> findings) {
        List<NodeStatus> all = nodes.nodes();
        List<NodeStatus> sick = all.stream().filter(node -> !node.healthy()).toList();
        if (!sick.isEmpty() && sick.size() == all.size()) {
            add(
                    findings,
                    "nodes",
                    Status.DEGRADED,
                    "no node is healthy: "
                            + sick.stream().map(HealthView::words).collect(Collectors.joining("; ")));
        } else {
            sick.forEach(node -> add(findings, "nodes", Status.DEGRADED, words(node)));
        }
    }

    private static String words(NodeStatus node) {
        return "node " + node.id() + ": "
                + (node.problems().isEmpty() ? "it has not answered yet" : String.join(", ", node.problems()));
    }

    private Optional<Finding> instances() {
        List<InstanceView> silent = session.silent();
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        "instances",
                        Status.DEGRADED,
                        "no terms change while these are silent: "
                                + silent.stream()
                                        .map(view -> view.instance().name() + " (since " + seconds(view.at()) + ")")
                                        .collect(Collectors.joining(", "))));
    }

    private static Instant seconds(Instant exact) {
        return exact.truncatedTo(ChronoUnit.SECONDS);
    }
}
