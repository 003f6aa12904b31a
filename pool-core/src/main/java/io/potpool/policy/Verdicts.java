package io.potpool.policy;

import io.potpool.spi.Offence;
import java.math.BigDecimal;
import java.util.Optional;

/** When a score is reason for a ban. */
final class Verdicts {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int GOOD_PER_STRIKE = 20;
    /** A farm's rigs all have the same habits: what one may do, each may. */
    private static final int UNKNOWN_PER_SESSION = 2;

    private final PolicySettings settings;

    Verdicts(PolicySettings settings) {
        this.settings = settings;
    }

    /** Returns the reason, if an offence just scored makes one; {@code sessions} are logged in there. */
    Optional<String> on(Offence latest, Score score, int sessions) {
        return latest.isShare() ? shares(score) : requests(score, sessions);
    }

    private Optional<String> shares(Score score) {
        int invalid = score.bad(true);
        int all = invalid + score.good();
        boolean tooMany = all >= settings.checkThreshold()
                && BigDecimal.valueOf(invalid)
                                .multiply(HUNDRED)
                                .compareTo(settings.invalidPercent().multiply(BigDecimal.valueOf(all)))
                        >= 0;
        return tooMany ? Optional.of(invalid + " of " + all + " shares invalid (" + score + ")") : Optional.empty();
    }

    private Optional<String> requests(Score score, int sessions) {
        int excused = Math.min(score.of(Offence.UNKNOWN_METHOD), UNKNOWN_PER_SESSION * Math.max(0, sessions - 1));
        int malformed = score.bad(false) - excused;
        boolean tooMany = malformed >= settings.malformedLimit() + score.good() / GOOD_PER_STRIKE;
        return tooMany ? Optional.of(malformed + " malformed requests (" + score + ")") : Optional.empty();
    }
}
