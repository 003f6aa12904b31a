package io.potpool;

import io.potpool.spool.SpoolState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a pool serves its miners at one moment, and what wants an operator.
 *
 * @param findings what is not as it should be, the worst first; empty if nothing is
 * @param spool the spool, where the pool has one
 * @param at when this was, by the pool's clock
 * @param version the version of the pool's library, {@code unknown} where its jar does not tell
 */
public record PoolHealth(List<Finding> findings, Optional<SpoolState> spool, Instant at, String version) {

    /** How well a pool does. */
    public enum Status {
        /** Nothing is wrong. */
        OK,
        /** Miners are served and lose nothing, but something wants an operator. */
        DEGRADED,
        /** Miners hear "work not ready", or their shares are not taken: they are better off elsewhere. */
        DOWN
    }

    /**
     * Something that is not as it should be.
     *
     * @param name what it is about: {@code starting}, {@code stopping}, {@code removed}, {@code store}, {@code spool},
     *     {@code work}, {@code nodes} or {@code instances}
     * @param status what it makes of the pool, never {@link Status#OK}
     * @param text the same in words for an operator; no secrets
     */
    public record Finding(String name, Status status, String text) {}

    /** Copies the findings. */
    public PoolHealth {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::status).reversed())
                .toList();
    }

    /** Returns what the worst finding makes of the pool. */
    public Status status() {
        return findings.isEmpty() ? Status.OK : findings.get(0).status();
    }

    /** Returns when the oldest of the shares in the spool was put there; empty if there are none. */
    public Optional<Instant> spooledSince() {
        return spool.filter(state -> state.records() > 0).map(state -> at.minus(state.oldest()));
    }
}
