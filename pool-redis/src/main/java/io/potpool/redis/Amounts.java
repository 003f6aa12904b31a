package io.potpool.redis;

import java.math.BigInteger;

/** Exact amounts in two counters: gwei, which may be negative, and the wei below, from 0 to 999,999,999. */
final class Amounts {

    private static final BigInteger GIGA = BigInteger.valueOf(1_000_000_000L);

    private Amounts() {}

    static BigInteger gwei(BigInteger wei) {
        return wei.subtract(BigInteger.valueOf(below(wei))).divide(GIGA);
    }

    static long below(BigInteger wei) {
        return wei.mod(GIGA).longValueExact();
    }

    /** @throws IllegalArgumentException if these are not two such counters */
    static BigInteger wei(String gwei, String below) {
        long rest = Long.parseLong(below);
        if (rest < 0 || rest >= GIGA.longValueExact()) {
            throw new IllegalArgumentException("the wei below a gwei are " + rest);
        }
        return new BigInteger(gwei).multiply(GIGA).add(BigInteger.valueOf(rest));
    }
}
