package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import java.time.Duration;

/**
 * How the share difficulty of a session with a lease follows its miner's speed. A change holds from the next height on and
 * is announced right before that height's job.
 *
 * @param target the time between two shares that is aimed at, 1 s to an hour
 * @param minimum the lowest difficulty; the pool's default one is a bound too
 * @param maximum the highest, not below the lowest
 * @param variancePercent by how much the time between shares may differ from the target before anything is done, 1 to 99
 * @param maxUpPercent by how much one change may raise a difficulty, at least 1
 * @param maxDownPercent by how much one change may lower it, 1 to 99
 * @param retarget how long a miner is watched at least before a change; a quarter of it where he is more than four times
 *     too fast
 */
public record VarDiffSettings(
        Duration target,
        Difficulty minimum,
        Difficulty maximum,
        int variancePercent,
        int maxUpPercent,
        int maxDownPercent,
        Duration retarget) {

    /** A share in 10 s, up to 2^42 hashes (D of 1024), changes of more than 30 %, in steps of 0.5 to 4, once a minute. */
    public static final VarDiffSettings DEFAULT = new VarDiffSettings(
            Duration.ofSeconds(10), Difficulty.ONE, Difficulty.of(1L << 42), 30, 300, 50, Duration.ofMinutes(1));

    /** @throws IllegalArgumentException if a value is out of its range */
    public VarDiffSettings {
        require(target.toMillis() >= 1000 && target.toHours() < 1, "a target time lies between 1 s and an hour");
        require(minimum.compareTo(maximum) <= 0, "the lowest difficulty is not above the highest");
        require(variancePercent > 0 && variancePercent < 100, "a variance lies between 1 and 99 percent");
        require(maxUpPercent > 0, "a rise is at least 1 percent");
        require(maxDownPercent > 0 && maxDownPercent < 100, "a fall lies between 1 and 99 percent");
        require(retarget.toMillis() > 0, "a time is above 0");
    }

    /** Returns these settings within the bounds of one port. */
    VarDiffSettings within(PasswordDifficulty bounds) {
        Difficulty least = bounds.lowest();
        Difficulty most = bounds.highest();
        return new VarDiffSettings(
                target,
                minimum.max(least).min(most),
                maximum.max(least).min(most),
                variancePercent,
                maxUpPercent,
                maxDownPercent,
                retarget);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
