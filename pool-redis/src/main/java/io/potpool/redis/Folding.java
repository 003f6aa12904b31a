package io.potpool.redis;

import io.potpool.audit.Tally;
import io.potpool.spi.StoreException;
import io.potpool.store.Alarm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Folds old batches into hourly sums of their accounts: what they booked is added in the script that deletes them, so that
 * all sums stay. A batch that is not what was written is put aside for the audit to show.
 */
final class Folding {

    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final int SHARES = 4096;
    private static final int PAGE = 64;
    private static final int HOURS = 100;

    private static final class Kept {
        final String id;
        final byte[] bytes;
        final StoredBatch batch;

        Kept(String id, byte[] bytes, StoredBatch batch) {
            this.id = id;
            this.bytes = bytes;
            this.batch = batch;
        }
    }

    private final RedisCaller caller;
    private final Keys keys;
    private final Alarm alarm;

    Folding(RedisCaller caller, Keys keys, Alarm alarm) {
        this.caller = caller;
        this.keys = keys;
        this.alarm = alarm;
    }

    /** Folds all batches older than a time whose heights are all settled; false if another is in the way for now. */
    boolean run(long olderThanMillis, long settledBelow) {
        long before = Math.floorDiv(olderThanMillis, HOUR_MILLIS);
        List<@Nullable Object> hours = Replies.list(
                caller.read(Call.of("ZRANGEBYSCORE", keys.hours(), "-inf", "(" + before, "LIMIT", 0, HOURS)));
        for (Object hour : hours) {
            if (!fold(Replies.number(hour), settledBelow)) {
                return false;
            }
        }
        return true;
    }

    private boolean fold(long hour, long settledBelow) {
        String cursor = "0";
        do {
            List<@Nullable Object> page =
                    Replies.list(caller.read(Call.of("HSCAN", keys.batches(hour), cursor, "COUNT", PAGE)));
            cursor = Replies.text(page.get(0));
            List<Kept> kept = new ArrayList<>();
            Swap damaged = new Swap(keys, hour);
            sort(hour, settledBelow, Replies.map(page.get(1)), kept, damaged);
            if (!damaged.isEmpty() && !swap(damaged) || !foldAll(hour, kept)) {
                return false;
            }
        } while (!cursor.equals("0"));
        return true;
    }

    private void sort(long hour, long settledBelow, Map<String, byte[]> page, List<Kept> kept, Swap damaged) {
        page.forEach((id, bytes) -> {
            try {
                StoredBatch batch = StoredBatch.read(bytes);
                if (!batch.isBalanced()) {
                    throw new IllegalArgumentException("its entries do not sum to zero");
                }
                if (batch.highest() < settledBelow) {
                    kept.add(new Kept(id, bytes, batch));
                }
            } catch (IllegalArgumentException damage) {
                alarm.raise("damaged", "batch " + id + " is not folded: run the audit", damage);
                damaged.field(keys.batches(hour), id, bytes, null);
                damaged.field(keys.damaged(), id, null, bytes);
            }
        });
    }

    private boolean foldAll(long hour, List<Kept> kept) {
        int from = 0;
        while (from < kept.size()) {
            int to = from;
            int shares = 0;
            do {
                shares += kept.get(to).batch.rows().size();
                to++;
            } while (to < kept.size() && shares + kept.get(to).batch.rows().size() <= SHARES);
            if (!swap(change(hour, kept.subList(from, to)))) {
                return false;
            }
            from = to;
        }
        return true;
    }

    private Swap change(long hour, List<Kept> group) {
        Swap swap = new Swap(keys, hour);
        Tally tally = new Tally();
        Map<String, Long> journals = new LinkedHashMap<>();
        for (Kept kept : group) {
            swap.field(keys.batches(hour), kept.id, kept.bytes, null);
            tally.add(kept.batch.booked());
            journals.merge(kept.batch.journal().toString(), 1L, Long::sum);
        }
        String field = Sums.HOUR + hour;
        List<Map.Entry<String, Tally.Line>> lines = List.copyOf(tally.lines().entrySet());
        List<@Nullable Object> old = caller.readAll(lines.stream()
                .map(line -> Call.of("HGET", keys.sums(line.getKey()), field))
                .toList());
        for (int i = 0; i < lines.size(); i++) {
            byte[] before = old.get(i) == null ? null : Replies.bytes(old.get(i));
            Tally.Line line = lines.get(i).getValue();
            swap.field(
                    keys.sums(lines.get(i).getKey()),
                    field,
                    before,
                    Sum.read(before).plus(line.amount, line.shares).toBytes());
        }
        journals.forEach((journal, count) -> {
            Object known = caller.read(Call.of("HGET", keys.folded(), journal));
            byte[] before = known == null ? null : Replies.bytes(known);
            byte[] after = Long.toString(Replies.number(known) + count).getBytes(StandardCharsets.UTF_8);
            swap.field(keys.folded(), journal, before, after);
        });
        return swap;
    }

    /** Returns false if an audit reads, or another instance was faster; the next time begins anew. */
    private boolean swap(Swap swap) {
        Object reply = caller.write(List.of(swap.call())).get(0);
        if (reply instanceof ErrorReply error) {
            throw new StoreException("Redis refused to fold batches: " + error.message());
        }
        return Replies.text(reply).equals("ok");
    }
}
