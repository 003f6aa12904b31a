package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Folds the hourly sums of accounts into daily ones and those into one, so that no account has more than some dozens. */
final class Sums {

    /** Begins the field of an hour; hours and days are counted since 1970. */
    static final String HOUR = "h";

    private static final String DAY = "d";
    private static final String BEFORE = "t";
    private static final long HOURS_KEPT = 48;
    private static final long DAYS_KEPT = 35;
    private static final long DAY_HOURS = 24;
    private static final int PAGE = 500;

    private final RedisCaller caller;
    private final Keys keys;

    Sums(RedisCaller caller, Keys keys) {
        this.caller = caller;
        this.keys = keys;
    }

    /** Does it for all accounts; false if another is in the way for now. */
    boolean run(long nowMillis) {
        long hour = Math.floorDiv(nowMillis, TimeUnit.HOURS.toMillis(1));
        String cursor = "0";
        do {
            List<@Nullable Object> page =
                    Replies.list(caller.read(Call.of("SSCAN", keys.accounts(), cursor, "COUNT", PAGE)));
            cursor = Replies.text(page.get(0));
            List<String> accounts =
                    Replies.list(page.get(1)).stream().map(Replies::text).toList();
            if (!accounts.isEmpty() && !run(accounts, hour)) {
                return false;
            }
        } while (!cursor.equals("0"));
        return true;
    }

    private boolean run(List<String> accounts, long hour) {
        List<@Nullable Object> sums = caller.readAll(accounts.stream()
                .map(account -> Call.of("HGETALL", keys.sums(account)))
                .toList());
        Swap swap = new Swap(keys, hour);
        for (int i = 0; i < accounts.size(); i++) {
            fold(swap, keys.sums(accounts.get(i)), Replies.map(sums.get(i)), hour);
        }
        if (swap.isEmpty()) {
            return true;
        }
        Object reply = caller.write(List.of(swap.call())).get(0);
        if (reply instanceof ErrorReply error) {
            throw new StoreException("Redis refused to fold sums: " + error.message());
        }
        return Replies.text(reply).equals("ok");
    }

    private static void fold(Swap swap, String hash, Map<String, byte[]> fields, long hour) {
        Map<String, Sum> more = new HashMap<>();
        List<String> gone = new ArrayList<>();
        fields.forEach((field, value) -> {
            String into = target(field, hour);
            if (into != null) {
                Sum sum = Sum.read(value);
                more.merge(into, sum, (one, other) -> one.plus(other.wei(), other.shares()));
                gone.add(field);
            }
        });
        gone.forEach(field -> swap.field(hash, field, fields.get(field), null));
        more.forEach((field, sum) -> {
            BigInteger wei = sum.wei();
            byte[] before = fields.get(field);
            swap.field(
                    hash,
                    field,
                    before,
                    Sum.read(before).plus(wei, sum.shares()).toBytes());
        });
    }

    /** Returns the field that one folds into, or null if it stays. */
    private static @Nullable String target(String field, long hour) {
        if (field.equals(BEFORE)) {
            return null;
        }
        long number = Long.parseLong(field.substring(1));
        if (field.startsWith(HOUR)) {
            long day = Math.floorDiv(number, DAY_HOURS);
            return number >= hour - HOURS_KEPT ? null : isOld(day, hour) ? BEFORE : DAY + day;
        }
        return isOld(number, hour) ? BEFORE : null;
    }

    private static boolean isOld(long day, long hour) {
        return day < Math.floorDiv(hour, DAY_HOURS) - DAYS_KEPT;
    }
}
