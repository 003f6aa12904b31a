package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.work.Job;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terms that a session with a lease asks for: what its password wishes, what its agent needs, and else what suits its
 * speed. They hold from the next height on. Event loop only.
 */
final class OwnTerms {

    private final Optional<VarDiffSettings> speeds;
    private final Lease lease;
    private final Optional<BigDecimal> a;
    private final Optional<Difficulty> minimum;
    private final Optional<Difficulty> wish;
    private @Nullable VarDiff varDiff;
    private long firstWithheld = -1;
    private boolean stranded;

    OwnTerms(StratumSettings settings, Port port, Lease lease, String password, boolean niceHash) {
        this.speeds = port.varDiff;
        this.lease = lease;
        this.a = settings.passwordExponent.flatMap(bounds -> bounds.parse(password));
        this.minimum = niceHash ? Optional.of(settings.niceHashMinimum) : Optional.empty();
        this.wish = port.passwordDifficulty.parse(password);
    }

    /** Returns what is asked for at the login. */
    LeaseTerms first() {
        Optional<Difficulty> lowest = wish.isPresent() ? wish : speeds.map(VarDiffSettings::minimum);
        Optional<Difficulty> needed =
                lowest.map(d -> minimum.map(d::max).orElse(d)).or(() -> minimum);
        return new LeaseTerms(needed.filter(d -> !d.equals(Difficulty.ONE)), a);
    }

    /**
     * A job is sent with {@code difficulty}, where {@code unleased} is everybody's; the first begins the watch, unless the
     * password has fixed it.
     */
    void announced(Difficulty difficulty, Difficulty unleased, long nowNanos) {
        Difficulty lowest = minimum.map(unleased::max).orElse(unleased);
        if (varDiff != null) {
            varDiff.lowest(lowest);
        } else if (wish.isEmpty() && speeds.isPresent()) {
            varDiff = new VarDiff(speeds.get(), difficulty, lowest, nowNanos);
        }
    }

    void accepted(Difficulty difficulty) {
        if (varDiff != null) {
            varDiff.accepted(difficulty);
        }
    }

    /** Asks for another difficulty if the miner's speed calls for it; returns whether it did. */
    boolean follow(long nowNanos, boolean working) {
        VarDiff watched = varDiff;
        if (watched == null) {
            return false;
        }
        if (!working) {
            watched.restart(nowNanos);
            return false;
        }
        Optional<Difficulty> next = watched.retarget(nowNanos);
        next.ifPresent(difficulty -> lease.change(new LeaseTerms(next, a)));
        return next.isPresent();
    }

    /** Returns whether a withheld job first shows that the miner has got no lease: two heights above the first withheld. */
    boolean isStranded(long height) {
        if (firstWithheld < 0) {
            firstWithheld = height;
        }
        boolean now = !stranded && height > firstWithheld + 1;
        stranded |= now;
        return now;
    }

    /** Returns whether a job can be given out; NiceHash hangs up on one below its minimum. */
    boolean mayMine(Job job, Difficulty difficulty) {
        return minimum.map(least -> difficulty.compareTo(least.min(job.network())) >= 0)
                .orElse(true);
    }
}
