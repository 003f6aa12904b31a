package io.potpool.redis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an account got in some time: wei and a count of credited shares; kept as {@code wei shares}. */
record Sum(BigInteger wei, long shares) {

    static final Sum NOTHING = new Sum(BigInteger.ZERO, 0);

    /** @throws IllegalArgumentException if this is not such a sum */
    static Sum read(byte @Nullable [] value) {
        if (value == null) {
            return NOTHING;
        }
        String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a sum of wei and shares");
        }
        return new Sum(new BigInteger(parts[0]), Long.parseLong(parts[1]));
    }

    Sum plus(BigInteger moreWei, long moreShares) {
        return new Sum(wei.add(moreWei), shares + moreShares);
    }

    byte[] toBytes() {
        return (wei + " " + shares).getBytes(StandardCharsets.UTF_8);
    }
}
