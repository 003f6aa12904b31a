package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The difficulty that suits one miner, from the work that his accepted shares prove. Pure but for what it counts; times are
 * nanoseconds of any one clock. Not thread-safe.
 */
final class VarDiff {

    private static final int ENOUGH_SHARES = 20;
    private static final int SHARES_IN_A_HURRY = 40;
    private static final double FAR_TOO_FAST = 4;
    private static final int HURRY = 4;
    private static final int STARVED_TARGETS = 8;
    private static final int LONGEST_TARGETS = 20;
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private final VarDiffSettings settings;
    private Difficulty floor;
    private Difficulty asked;
    private double work;
    private int shares;
    private long sinceNanos;

    /** Begins at {@code start}; no change goes below {@code lowest}. */
    VarDiff(VarDiffSettings settings, Difficulty start, Difficulty lowest, long nowNanos) {
        this.settings = settings;
        this.floor = lowest.max(settings.minimum());
        this.asked = start.max(floor);
        this.sinceNanos = nowNanos;
    }

    /** No further change goes below {@code lowest}. */
    void lowest(Difficulty lowest) {
        floor = lowest.max(settings.minimum());
        asked = asked.max(floor);
    }

    /** A share of {@code difficulty} was accepted. */
    void accepted(Difficulty difficulty) {
        work += difficulty.value().doubleValue();
        shares++;
    }

    /** There is nothing to mine: the time up to now tells nothing. */
    void restart(long nowNanos) {
        work = 0;
        shares = 0;
        sinceNanos = nowNanos;
    }

    /** Returns another difficulty to ask for, if enough is known and it differs enough. */
    Optional<Difficulty> retarget(long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        double target = settings.target().toNanos();
        if (elapsed <= 0) {
            return Optional.empty();
        }
        double speed = work * target / elapsed / asked.value().doubleValue();
        if (!isKnown(elapsed, target, speed)) {
            return Optional.empty();
        }
        restart(nowNanos);
        double slack = settings.variancePercent() / 100.0;
        if (speed >= 1 - slack && speed <= 1 + slack) {
            return Optional.empty();
        }
        double least = 1 - settings.maxDownPercent() / 100.0;
        double most = 1 + settings.maxUpPercent() / 100.0;
        Difficulty next = scaled(Math.min(most, Math.max(least, speed)));
        if (next.equals(asked)) {
            return Optional.empty();
        }
        asked = next;
        return Optional.of(next);
    }

    private boolean isKnown(long elapsed, double target, double speed) {
        long retarget = settings.retarget().toNanos();
        if (elapsed < retarget) {
            return elapsed >= retarget / HURRY && shares >= SHARES_IN_A_HURRY && speed > FAR_TOO_FAST;
        }
        return shares >= ENOUGH_SHARES
                || elapsed >= LONGEST_TARGETS * target
                || shares == 0 && elapsed >= STARVED_TARGETS * target;
    }

    private Difficulty scaled(double factor) {
        BigDecimal exact = new BigDecimal(asked.value()).multiply(BigDecimal.valueOf(factor));
        BigDecimal bounded =
                exact.min(new BigDecimal(settings.maximum().value())).max(new BigDecimal(floor.value()));
        Difficulty rounded = new Difficulty(bounded.round(DIGITS).toBigInteger().max(java.math.BigInteger.ONE));
        return rounded.min(settings.maximum().max(floor)).max(floor);
    }
}
