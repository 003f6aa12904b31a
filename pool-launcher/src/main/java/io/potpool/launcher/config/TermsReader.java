package io.potpool.launcher.config;

import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.terms.Terms;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads the default terms: what a share is worth. */
final class TermsReader {

    private static final Difficulty DIFFICULTY = Difficulty.of(2_000_000_000);
    private static final BigDecimal FEE_PERCENT = new BigDecimal("1.5");
    private static final BigDecimal A = new BigDecimal("0.8");
    private static final BigDecimal CAP = new BigDecimal("1.5");
    private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);
    private static final String SCHEME = "pot";

    private final Section root;
    private final Section proxy;

    TermsReader(Section root) {
        this.root = root;
        this.proxy = root.section("proxy");
    }

    Terms read() {
        BigDecimal a = proxy.decimal("potA", BigDecimal.ZERO, MAX).orElse(A);
        BigDecimal cap = proxy.decimal("potCap", BigDecimal.ZERO, MAX).orElse(CAP);
        String scheme = root.text("rewardScheme").orElse(SCHEME);
        if (scheme.equals(SCHEME)) {
            remark(a, cap);
        }
        LagRule lag = proxy.text("lagRule", LagRule::parse).orElse(LagRule.UNCLE);
        RewardTerms reward = root.attempt("rewardScheme", () -> new RewardTerms(a, cap, fee(), lag, scheme))
                .orElseGet(() -> new RewardTerms(A, CAP, BigDecimal.ZERO, lag, SCHEME));
        return new Terms(difficulty(), reward);
    }

    private void remark(BigDecimal a, BigDecimal cap) {
        List<String> absent = new ArrayList<>();
        for (String key : List.of("potA", "potCap", "miningFee")) {
            if (!proxy.has(key)) {
                absent.add(key);
            }
        }
        if (!absent.isEmpty()) {
            proxy.warning(
                    absent.get(0),
                    "not given: " + String.join(", ", absent) + "; miners are paid per share by Pay on Target with "
                            + "potA 0.8, potCap 1.5 and miningFee 1.5 where not given");
        }
        if (a.compareTo(BigDecimal.ONE) >= 0) {
            proxy.warning("potA", "1 and above mean plain PPS");
        } else if (a.signum() > 0 && cap.signum() == 0 && proxy.has("potCap")) {
            proxy.warning("potCap", "0 means plain PPS, whatever potA says");
        }
    }

    private BigDecimal fee() {
        BigDecimal percent = proxy.decimal("miningFee").orElse(FEE_PERCENT);
        if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) >= 0) {
            proxy.error("miningFee", "is a percentage: at least 0 and below 100");
            return BigDecimal.ZERO;
        }
        return percent.movePointLeft(2);
    }

    private Difficulty difficulty() {
        BigInteger hashes = proxy.integer("difficulty").orElse(DIFFICULTY.value());
        return proxy.attempt("difficulty", () -> new Difficulty(hashes)).orElse(DIFFICULTY);
    }
}
