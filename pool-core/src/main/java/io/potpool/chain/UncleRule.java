package io.potpool.chain;

import io.potpool.domain.Wei;
import java.math.BigInteger;

/** What the miner of an uncle earns, as a part of the including block's static reward R. */
public enum UncleRule {

    /** R / 32 at any depth from era 1 on; in era 0 as {@link #ETH_8} (Ethereum Classic). */
    ECIP1017("ecip1017"),

    /** R * (8 - depth) / 8 (Ethereum). */
    ETH_8("eth8"),

    /** R * (2 - depth) / 2, at least 0 (Ubiq). */
    UBIQ_2("ubiq2"),

    /** Uncles earn nothing, and neither do those who include them. */
    NONE("none");

    /** An uncle can be included in the six blocks above its height. */
    static final int MAX_DEPTH = 6;

    private final String text;

    UncleRule(String text) {
        this.text = text;
    }

    /** Returns the name that config and data files use. */
    public String text() {
        return text;
    }

    /**
     * Returns the rule of a name.
     *
     * @throws IllegalArgumentException if there is no such rule
     */
    public static UncleRule parse(String text) {
        for (UncleRule rule : values()) {
            if (rule.text.equals(text)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("unknown uncle rule \"" + text + "\": one of ecip1017, eth8, ubiq2, none");
    }

    Wei reward(Wei block, long depth, boolean firstEra) {
        if (depth < 1 || depth > MAX_DEPTH) {
            return Wei.ZERO;
        }
        return switch (this) {
            case ECIP1017 -> firstEra ? part(block, 8 - depth, 8) : part(block, 1, 32);
            case ETH_8 -> part(block, 8 - depth, 8);
            case UBIQ_2 -> part(block, Math.max(0, 2 - depth), 2);
            case NONE -> Wei.ZERO;
        };
    }

    private static Wei part(Wei block, long numerator, long denominator) {
        return new Wei(block.value().multiply(BigInteger.valueOf(numerator)).divide(BigInteger.valueOf(denominator)));
    }
}
