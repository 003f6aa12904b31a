package io.potpool.terms;

import io.potpool.domain.Difficulty;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a lease sets of its own; what is empty follows the default terms.
 *
 * @param difficulty a share difficulty; in force only where it is above the default one
 * @param a the exponent of Pay on Target, within the operator's bounds
 */
public record LeaseTerms(Optional<Difficulty> difficulty, Optional<BigDecimal> a) {

    /** The default terms on a prefix of one's own. */
    public static final LeaseTerms DEFAULT = new LeaseTerms(Optional.empty(), Optional.empty());

    /** Returns a lease with its own share difficulty. */
    public static LeaseTerms ofDifficulty(Difficulty difficulty) {
        return new LeaseTerms(Optional.of(difficulty), Optional.empty());
    }
}
