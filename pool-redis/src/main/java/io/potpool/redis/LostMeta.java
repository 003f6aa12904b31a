package io.potpool.redis;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the key of a store's counters had, from its other keys: numbers must never be given twice. */
final class LostMeta {

    private LostMeta() {}

    /** Returns the key, its fields and their values. Reads the numbers of all kept batches. */
    static String fields(RedisCaller caller, Keys keys, RedisSettings settings) {
        long batches = 0;
        for (Object hour : Replies.list(caller.read(Call.of("ZRANGE", keys.hours(), 0, -1)))) {
            batches = Math.max(batches, highest(caller, keys.batches(Replies.number(hour))));
        }
        batches = Math.max(batches, highest(caller, keys.damaged()));
        Object announced = caller.read(Call.of("HGET", keys.state(), "announced"));
        long prunedHour =
                Math.floorDiv(settings.clock().millis() - settings.keep().toMillis(), TimeUnit.HOURS.toMillis(1));
        return keys.meta() + " schema " + Schema.VERSION + " least " + Schema.VERSION + " chain " + settings.chainName()
                + " chainId " + settings.chainId() + " batches " + batches + " postings "
                + highest(caller, keys.postings()) + " history " + highest(caller, keys.history()) + " swaps 0 pruned "
                + (announced == null ? 0 : Math.max(0, Replies.number(announced))) + " prunedHour " + prunedHour;
    }

    private static long highest(RedisCaller caller, String hash) {
        List<@Nullable Object> numbers = Replies.list(caller.read(Call.of("HKEYS", hash)));
        return numbers.stream().mapToLong(Replies::number).max().orElse(0);
    }
}
