package io.potpool.launcher.config;

import io.potpool.stratum.VarDiffSettings;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a session with a nonce prefix of its own may have of its own.
 *
 * @param varDiff how its difficulty follows its speed; empty: not at all
 * @param exponents the exponents that a password may ask for; empty: none
 */
public record LeaseConfig(Optional<VarDiffSettings> varDiff, Optional<Bounds> exponents) {

    /** A range of exponents of Pay on Target, within 0 to below 1. */
    public record Bounds(BigDecimal min, BigDecimal max) {}
}
