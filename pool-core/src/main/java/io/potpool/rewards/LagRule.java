package io.potpool.rewards;

import io.potpool.chain.RewardSchedule;

/**
 * What part of its pay a share keeps whose height had passed when its line was read. Every rule pays lag 0 in full.
 *
 * <p>Source: the Pay on Target rule; {@link #ETH8} is what the original pool paid.
 */
public enum LagRule {

    /** What a block of that height could still earn as an uncle on this chain, up to lag 2. */
    UNCLE("uncle"),

    /** (8 - lag) / 8 up to lag 2, on every chain. */
    ETH8("eth8"),

    /** Everything, however late. */
    FULL("full"),

    /** Nothing once the height has passed. */
    NONE("none");

    private static final int LAST_PAID_LAG = 2;

    private final String text;

    LagRule(String text) {
        this.text = text;
    }

    /** Returns the name that config and stored terms use. */
    public String text() {
        return text;
    }

    /**
     * Returns the rule of a name.
     *
     * @throws IllegalArgumentException if there is no such rule
     */
    public static LagRule parse(String text) {
        for (LagRule rule : values()) {
            if (rule.text.equals(text)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("unknown lag rule \"" + text + "\": one of uncle, eth8, full, none");
    }

    /**
     * Returns the lag factor L.
     *
     * @param schedule the reward schedule of the share's terms
     * @param height the share's height, at least 0
     * @param lag by how many blocks the pool's best height is above; below 0 counts as 0
     */
    public Ratio factor(RewardSchedule schedule, long height, long lag) {
        if (lag <= 0 || this == FULL) {
            return Ratio.ONE;
        }
        if (lag > LAST_PAID_LAG || this == NONE) {
            return Ratio.ZERO;
        }
        return this == ETH8 ? eighths(lag) : asUncle(schedule, height + lag, lag);
    }

    /** Rule and era are those of the block that would include the uncle. */
    private static Ratio asUncle(RewardSchedule schedule, long including, long depth) {
        return switch (schedule.uncleRule(including)) {
            case ETH_8 -> eighths(depth);
            case ECIP1017 -> schedule.eraOf(including).orElse(1) == 0 ? eighths(depth) : new Ratio(1, 32);
            case UBIQ_2 -> new Ratio(Math.max(0, 2 - depth), 2);
            case NONE -> Ratio.ZERO;
        };
    }

    private static Ratio eighths(long depth) {
        return new Ratio(8 - depth, 8);
    }
}
