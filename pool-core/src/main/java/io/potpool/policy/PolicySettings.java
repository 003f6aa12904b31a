package io.potpool.policy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link PolicyServer} judges. Immutable; {@link #DEFAULT} bans and limits.
 *
 * @param banning whether anybody is banned at all
 * @param banTime how long a ban lasts, above 0
 * @param invalidPercent from what part of invalid among all shares of an address, in percent, it is banned: above 0 to 100
 * @param checkThreshold how many shares of an address there must be before that is asked, at least 1
 * @param malformedLimit how many malformed requests an address is banned for, at least 1; every 20 good shares allow one
 *     more
 * @param window how far back scores reach, above 0
 * @param refresh how often the lists and bans of the store are read again, above 0
 * @param banCommand a program and its arguments, run for every ban, or empty; {@code {origin}} and {@code {seconds}} are
 *     replaced in them
 * @param workers how many of those run at once, at least 1
 * @param limits how many connections are taken from one address over time
 * @param perAddress how many connections one address may hold, at least 1
 * @param blacklistFile a file whose addresses are black-listed besides the store's, or empty
 */
public record PolicySettings(
        boolean banning,
        Duration banTime,
        BigDecimal invalidPercent,
        int checkThreshold,
        int malformedLimit,
        Duration window,
        Duration refresh,
        List<String> banCommand,
        int workers,
        Optional<Limits> limits,
        int perAddress,
        Optional<Path> blacklistFile) {

    /**
     * A bucket of connections.
     *
     * @param size how many may come at once, at least 1
     * @param refill in what time an empty bucket is full again, at least a second
     * @param jump how many a good share adds, up to 100 times the size; at least 0
     * @param grace how long after the start nothing is refused
     */
    public record Limits(int size, Duration refill, int jump, Duration grace) {

        private static final int MOST = 1_000_000;

        /** The family's example, refilled in ten seconds. */
        public static final Limits DEFAULT = new Limits(30, Duration.ofSeconds(10), 10, Duration.ofMinutes(5));

        /** @throws IllegalArgumentException if a value is out of its range */
        public Limits {
            boolean good = size > 0
                    && size <= MOST
                    && refill.toMillis() >= 1000
                    && jump >= 0
                    && jump <= MOST
                    && !grace.isNegative();
            if (!good) {
                throw new IllegalArgumentException(
                        "a bucket holds 1 to a million connections, is refilled in a second or"
                                + " more, grows by 0 to a million, and its grace is not negative");
            }
        }
    }

    /** The family's values, switched on. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            true,
            Duration.ofMinutes(30),
            BigDecimal.valueOf(30),
            30,
            5,
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            List.of(),
            8,
            Optional.of(Limits.DEFAULT),
            2048,
            Optional.empty());

    /** @throws IllegalArgumentException if a value is out of its range */
    public PolicySettings {
        require(positive(banTime), "a ban lasts longer than 0");
        require(
                invalidPercent.signum() > 0 && invalidPercent.compareTo(BigDecimal.valueOf(100)) <= 0,
                "a part of invalid shares lies above 0 and up to 100 percent");
        require(checkThreshold > 0 && malformedLimit > 0 && workers > 0 && perAddress > 0, "a count is above 0");
        require(positive(window) && positive(refresh), "a time is above 0");
        banCommand = List.copyOf(banCommand);
    }

    /** Returns these settings with or without bans. */
    public PolicySettings withBanning(boolean on) {
        return new PolicySettings(
                on,
                banTime,
                invalidPercent,
                checkThreshold,
                malformedLimit,
                window,
                refresh,
                banCommand,
                workers,
                limits,
                perAddress,
                blacklistFile);
    }

    /** Returns these settings with other limits of connections, or none over time. */
    public PolicySettings withLimits(Optional<Limits> bucket, int most) {
        return new PolicySettings(
                banning,
                banTime,
                invalidPercent,
                checkThreshold,
                malformedLimit,
                window,
                refresh,
                banCommand,
                workers,
                bucket,
                most,
                blacklistFile);
    }

    /** Returns these settings with a program to be run for every ban. */
    public PolicySettings withBanCommand(List<String> command) {
        return new PolicySettings(
                banning,
                banTime,
                invalidPercent,
                checkThreshold,
                malformedLimit,
                window,
                refresh,
                command,
                workers,
                limits,
                perAddress,
                blacklistFile);
    }

    private static boolean positive(Duration time) {
        return time.toMillis() > 0;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
