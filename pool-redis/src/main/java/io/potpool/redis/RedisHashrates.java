package io.potpool.redis;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The work that logins have sent lately, from which hash rates are shown: sums of ten minutes, kept for four hours. It is
 * some three seconds behind the balances; work of an instance's last seconds is missing where it was killed.
 */
public final class RedisHashrates {

    private final RedisCaller caller;
    private final Keys keys;

    RedisHashrates(RedisCaller caller, Keys keys) {
        this.caller = caller;
        this.keys = keys;
    }

    /**
     * Returns the hashes that each worker of a login has credited shares for, since the beginning of the ten minutes that
     * {@code since} lies in. Blocks for as long as a reply takes.
     */
    public Map<String, BigInteger> of(Address login, Instant since) {
        long oldest = Math.floorDiv(since.toEpochMilli(), Rates.BUCKET_MILLIS);
        Map<String, BigInteger> work = new TreeMap<>();
        Replies.map(caller.read(Call.of("HGETALL", keys.rate(login.text())))).forEach((field, sum) -> {
            int colon = field.indexOf(':');
            if (colon > 0 && Long.parseLong(field.substring(0, colon)) >= oldest) {
                work.merge(field.substring(colon + 1), BigInteger.valueOf(Replies.number(sum)), BigInteger::add);
            }
        });
        return work;
    }
}
