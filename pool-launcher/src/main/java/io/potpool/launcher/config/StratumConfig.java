package io.potpool.launcher.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How miners are served.
 *
 * @param firstByteFrom the lowest first byte of an extranonce of this instance, 0 to 255
 * @param firstByteTo one above the highest, 1 to 256
 * @param extranonceBytes the length of an extranonce, 2 or 3; empty for the library's choice
 * @param minPasswordDifficulty the lowest difficulty that a password may set, in units of 2^32 hashes, above 0
 * @param maxPasswordDifficulty the highest, not below the lowest
 * @param timeout how long a session may be silent and unreachable
 * @param maxSessions how many sessions there may be, at least 1
 */
public record StratumConfig(
        HostPort listen,
        int firstByteFrom,
        int firstByteTo,
        OptionalInt extranonceBytes,
        BigDecimal minPasswordDifficulty,
        BigDecimal maxPasswordDifficulty,
        Duration timeout,
        int maxSessions) {}
