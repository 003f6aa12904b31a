package io.potpool.launcher.config;

import io.potpool.domain.Difficulty;
import io.potpool.domain.FloatDifficulty;
import io.potpool.stratum.VarDiffSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** Reads what sessions with a lease may have of their own: a difficulty that follows their speed, and an exponent. */
final class LeaseReader {

    private static final VarDiffSettings OWN = VarDiffSettings.DEFAULT;
    private static final Duration LEAST_TARGET = Duration.ofSeconds(1);
    private static final long LONGEST_TARGET_SECONDS = 3599;
    private static final int MOST_PERCENT = 99;
    private static final int MOST_RISE_PERCENT = 10_000;

    private final Section varDiff;
    private final Section stratum;
    private final BigDecimal mostByPassword;

    /** @param mostByPassword the highest difficulty that a password may set, in units of 2^32 hashes */
    LeaseReader(Section proxy, BigDecimal mostByPassword) {
        this.varDiff = proxy.section("varDiff");
        this.stratum = proxy.section("stratum");
        this.mostByPassword = mostByPassword;
    }

    LeaseConfig read() {
        VarDiffSettings settings = settings();
        return new LeaseConfig(varDiff.flag("enabled", true) ? Optional.of(settings) : Optional.empty(), exponents());
    }

    private VarDiffSettings settings() {
        Difficulty min = difficulty("minDiff").orElse(OWN.minimum());
        Difficulty max = difficulty("maxDiff").orElseGet(() -> highest().max(min));
        if (min.compareTo(max) > 0) {
            varDiff.error("maxDiff", "is below minDiff");
            return OWN;
        }
        Optional<Integer> jump =
                varDiff.integer("maxJump", 1, MOST_RISE_PERCENT).map(Long::intValue);
        return new VarDiffSettings(
                target(),
                min,
                max,
                varDiff.integer("variancePercent", 1, MOST_PERCENT)
                        .map(Long::intValue)
                        .orElse(OWN.variancePercent()),
                jump.orElse(OWN.maxUpPercent()),
                jump.map(percent -> Math.min(MOST_PERCENT, percent)).orElse(OWN.maxDownPercent()),
                varDiff.duration("retarget", OWN.retarget(), LEAST_TARGET));
    }

    private Difficulty highest() {
        return varDiff.attempt("maxDiff", () -> FloatDifficulty.parse(mostByPassword))
                .orElse(OWN.maximum());
    }

    private Optional<Difficulty> difficulty(String key) {
        Optional<BigInteger> hashes = varDiff.integer(key);
        return hashes.flatMap(number -> varDiff.attempt(key, () -> new Difficulty(number)));
    }

    /** The family gives whole seconds; a text such as "15s" is taken too. */
    private Duration target() {
        if (!(varDiff.given("targetTime").orElse(null) instanceof Value.Text)) {
            return varDiff.integer("targetTime", 1, LONGEST_TARGET_SECONDS)
                    .map(Duration::ofSeconds)
                    .orElse(OWN.target());
        }
        Duration target = varDiff.duration("targetTime", OWN.target(), LEAST_TARGET);
        if (target.toSeconds() > LONGEST_TARGET_SECONDS) {
            varDiff.error("targetTime", "must be below an hour");
            return OWN.target();
        }
        return target;
    }

    private Optional<LeaseConfig.Bounds> exponents() {
        Optional<BigDecimal> min = exponent("minPotA");
        Optional<BigDecimal> max = exponent("maxPotA");
        if (min.isEmpty() && max.isEmpty()) {
            return Optional.empty();
        }
        LeaseConfig.Bounds bounds =
                new LeaseConfig.Bounds(min.orElse(BigDecimal.ZERO), max.orElse(new BigDecimal("0.99")));
        if (bounds.min().compareTo(bounds.max()) > 0) {
            stratum.error("maxPotA", "is below minPotA");
            return Optional.empty();
        }
        return Optional.of(bounds);
    }

    private Optional<BigDecimal> exponent(String key) {
        Optional<BigDecimal> a = stratum.decimal(key);
        if (a.isPresent() && (a.get().signum() < 0 || a.get().compareTo(BigDecimal.ONE) >= 0)) {
            stratum.error(key, "is an exponent of Pay on Target: at least 0 and below 1");
            return Optional.empty();
        }
        return a;
    }
}
