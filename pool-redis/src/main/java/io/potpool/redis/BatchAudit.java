package io.potpool.redis;

import io.potpool.audit.Faults;
import io.potpool.audit.Recomputation;
import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.spi.RewardSchemes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks all kept batches and recomputes the shares of each. */
final class BatchAudit {

    private static final int PAGE = 128;

    private final RedisCaller caller;
    private final Keys keys;
    private final Faults faults;
    private final Tally rows;
    private final Snapshot snapshot;
    private final MarkAudit marks;
    private final Recomputation recomputation;
    private final Runnable between;
    private long last;

    /** @param rows takes what all batches up to the snapshot's moment have booked */
    BatchAudit(
            RedisCaller caller,
            Keys keys,
            RewardSchemes schemes,
            Faults faults,
            Tally rows,
            Snapshot snapshot,
            MarkAudit marks,
            Runnable between) {
        this.caller = caller;
        this.keys = keys;
        this.faults = faults;
        this.rows = rows;
        this.snapshot = snapshot;
        this.marks = marks;
        this.between = between;
        recomputation = new Recomputation(schemes, faults);
    }

    /** Returns the highest number that a batch has, 0 if there is none. */
    long run() {
        for (Object hour : Replies.list(caller.read(Call.of("ZRANGE", keys.hours(), 0, -1)))) {
            walk(keys.batches(Replies.number(hour)));
        }
        walk(keys.damaged());
        return last;
    }

    /** A scan may tell a field twice; one that was there all the time it tells for certain. */
    private void walk(String hash) {
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        do {
            between.run();
            List<@Nullable Object> page = Replies.list(caller.read(Call.of("HSCAN", hash, cursor, "COUNT", PAGE)));
            cursor = Replies.text(page.get(0));
            Replies.map(page.get(1)).forEach((id, bytes) -> {
                if (seen.add(id)) {
                    batch(id, bytes);
                }
            });
        } while (!cursor.equals("0"));
    }

    private void batch(String id, byte[] bytes) {
        try {
            long number = Long.parseLong(id);
            last = Math.max(last, number);
            StoredBatch batch = StoredBatch.read(bytes);
            marks.add(batch);
            check("batch " + id, batch);
            batch.lines().forEach((account, line) -> {
                if (number <= snapshot.moment().batches()) {
                    rows.add(account, line.amount, line.shares);
                } else {
                    snapshot.later(account, line.amount, line.shares, at -> number <= at.batches());
                }
            });
        } catch (IllegalArgumentException damage) {
            faults.add("batch " + id + ": its share rows are damaged: " + damage.getMessage());
        }
    }

    private void check(String name, StoredBatch batch) {
        Tally credits = new Tally();
        boolean known = true;
        for (int i = 0; i < batch.rows().size(); i++) {
            ShareRow row = batch.rows().get(i);
            known &= recomputation.add(name + ", share " + (i + 1), row, credits);
        }
        if (!batch.isBalanced()) {
            faults.add(name + ": its entries sum to " + batch.booked().sum() + ", not to 0");
        }
        if (known) {
            recomputation.compare(name, credits, batch.booked());
            credits.lines().forEach((login, line) -> {
                if (batch.booked().of(login).shares != line.shares) {
                    faults.add(name + ": " + login + " has " + line.shares + " credited shares, counted as "
                            + batch.booked().of(login).shares);
                }
            });
        }
    }
}
