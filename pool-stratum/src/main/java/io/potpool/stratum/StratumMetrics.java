package io.potpool.stratum;

import io.potpool.metrics.Metrics;
import io.potpool.shares.ShareOutcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts. Thread-safe. */
final class StratumMetrics {

    final AtomicInteger connections = new AtomicInteger();
    final LongAdder accepted;
    final LongAdder refusedFull;
    final LongAdder refusedPolicy;
    final LongAdder malformed;
    final LongAdder unknownMethods;
    final LongAdder foreignProtocols;
    final LongAdder proxyRefused;
    final LongAdder tlsFailed;
    final LongAdder tlsOverloaded;
    final LongAdder tlsRenegotiated;
    final LongAdder tlsReloaded;
    final LongAdder tlsReloadFailed;
    final LongAdder loginsRefused;
    final LongAdder jobsPushed;
    final LongAdder jobsReplaced;
    final LongAdder tooManyInFlight;
    final LongAdder difficultyChanges;
    final LongAdder lateAnswers;
    final LongAdder closedSlow;
    final LongAdder closedIdle;
    final LongAdder closedNoLogin;
    final LongAdder closedByPolicy;
    final LongAdder faults;
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final Metrics metrics;

    StratumMetrics(Metrics metrics) {
        this.metrics = metrics;
        metrics.gauge("stratum.connections", connections::get);
        accepted = metrics.counter("stratum.accepted");
        refusedFull = metrics.counter("stratum.refused{full}");
        refusedPolicy = metrics.counter("stratum.refused{policy}");
        malformed = metrics.counter("stratum.malformed");
        unknownMethods = metrics.counter("stratum.unknownMethods");
        foreignProtocols = metrics.counter("stratum.foreignProtocols");
        proxyRefused = metrics.counter("stratum.refused{proxy-header}");
        tlsFailed = metrics.counter("stratum.tls{failed}");
        tlsOverloaded = metrics.counter("stratum.tls{overloaded}");
        tlsRenegotiated = metrics.counter("stratum.tls{renegotiated}");
        tlsReloaded = metrics.counter("stratum.tls{reloaded}");
        tlsReloadFailed = metrics.counter("stratum.tls{reload-failed}");
        loginsRefused = metrics.counter("stratum.loginsRefused");
        jobsPushed = metrics.counter("stratum.jobsPushed");
        jobsReplaced = metrics.counter("stratum.jobsReplaced");
        tooManyInFlight = metrics.counter("stratum.tooManyInFlight");
        difficultyChanges = metrics.counter("stratum.difficultyChanges");
        lateAnswers = metrics.counter("stratum.lateAnswers");
        closedSlow = metrics.counter("stratum.closed{slow}");
        closedIdle = metrics.counter("stratum.closed{idle}");
        closedNoLogin = metrics.counter("stratum.closed{no-login}");
        closedByPolicy = metrics.counter("stratum.closed{policy}");
        faults = metrics.counter("stratum.faults");
    }

    /** Returns the number of sessions that speak {@code dialect}, which is also a gauge. */
    AtomicInteger sessions(Dialect dialect) {
        return sessions.computeIfAbsent(dialect.label(), label -> {
            AtomicInteger count = new AtomicInteger();
            metrics.gauge("stratum.sessions{" + label + "}", count::get);
            return count;
        });
    }

    /** Counts a share that was answered without being submitted. */
    void countOutcome(ShareOutcome outcome) {
        metrics.count("shares.outcome{" + outcome.label() + "}");
    }
}
