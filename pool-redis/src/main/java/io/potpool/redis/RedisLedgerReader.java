package io.potpool.redis;

import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.StoreException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger as of one moment, in small parts, also while pools run on it: what came while it read is left out. Asks
 * the pools to fold nothing meanwhile; where one did all the same, the reading fails at its end and is to be repeated.
 */
final class RedisLedgerReader implements LedgerReader {

    private static final long PAUSE_MILLIS = 10_000;
    private static final int PAGE = 200;
    private static final int BATCHES = 128;
    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long DAY_HOURS = 24;

    private final RedisCaller caller;
    private final Keys keys;

    RedisLedgerReader(RedisCaller caller, Keys keys) {
        this.caller = caller;
        this.keys = keys;
    }

    @Override
    public void read(boolean singleShares, LedgerVisitor visitor) {
        pauseFolding();
        Snapshot snapshot = Snapshot.read(caller, keys, this::pauseFolding);
        try {
            folded(snapshot, visitor);
            for (Object hour : Replies.list(caller.read(Call.of("ZRANGE", keys.hours(), 0, -1)))) {
                kept(keys.batches(Replies.number(hour)), snapshot, singleShares, visitor);
            }
            kept(keys.damaged(), snapshot, singleShares, visitor);
            postings(snapshot, visitor);
            balances(snapshot, visitor);
        } catch (IllegalArgumentException damage) {
            throw new StoreException("the ledger is damaged, run the audit: " + damage.getMessage(), damage);
        }
        RedisSolutions.each(caller, keys, visitor::solution);
        if (Snapshot.moment(caller, keys).swaps() != snapshot.moment().swaps()) {
            throw new StoreException("the store folded old rows while it was read; read it again");
        }
    }

    private void pauseFolding() {
        caller.ask(Call.of("SET", keys.auditing(), "1", "PX", PAUSE_MILLIS));
    }

    private void folded(Snapshot snapshot, LedgerVisitor visitor) {
        List<String> names = List.copyOf(snapshot.accounts().keySet());
        for (int from = 0; from < names.size(); from += PAGE) {
            pauseFolding();
            List<String> page = names.subList(from, Math.min(from + PAGE, names.size()));
            List<@Nullable Object> replies = caller.readAll(page.stream()
                    .map(name -> Call.of("HGETALL", keys.sums(name)))
                    .toList());
            for (int i = 0; i < page.size(); i++) {
                String name = page.get(i);
                Replies.map(replies.get(i)).forEach((field, value) -> {
                    Sum sum = Sum.read(value);
                    hour(visitor, begin(field), name, sum.wei(), sum.shares());
                });
            }
        }
    }

    /** Source: {@link Sums}: an hour, a day, or all before. */
    private static Instant begin(String field) {
        if (field.length() < 2) {
            return Instant.EPOCH;
        }
        long number = Long.parseLong(field.substring(1));
        return Instant.ofEpochMilli((field.startsWith(Sums.HOUR) ? number : number * DAY_HOURS) * HOUR_MILLIS);
    }

    private static void hour(LedgerVisitor visitor, Instant begin, String account, BigInteger wei, long shares) {
        visitor.hour(new LedgerVisitor.HourLine(begin, new Account(account), new Wei(wei), shares));
    }

    /** Hands over an hour's batches; a scan may tell one twice. */
    private void kept(String hash, Snapshot snapshot, boolean singleShares, LedgerVisitor visitor) {
        Set<String> seen = new HashSet<>();
        Map<Long, Tally> hours = new TreeMap<>();
        String cursor = "0";
        do {
            pauseFolding();
            List<@Nullable Object> page = Replies.list(caller.read(Call.of("HSCAN", hash, cursor, "COUNT", BATCHES)));
            cursor = Replies.text(page.get(0));
            Replies.map(page.get(1)).forEach((id, bytes) -> {
                if (seen.add(id)) {
                    batch(Long.parseLong(id), StoredBatch.read(bytes), snapshot, singleShares ? visitor : null, hours);
                }
            });
        } while (!cursor.equals("0"));
        hours.forEach((hour, tally) -> tally.lines()
                .forEach((account, line) ->
                        hour(visitor, Instant.ofEpochMilli(hour * HOUR_MILLIS), account, line.amount, line.shares)));
    }

    private static void batch(
            long number, StoredBatch batch, Snapshot snapshot, @Nullable LedgerVisitor shares, Map<Long, Tally> hours) {
        if (number > snapshot.moment().batches()) {
            batch.lines()
                    .forEach((account, line) ->
                            snapshot.later(account, line.amount, line.shares, at -> number <= at.batches()));
            return;
        }
        long hour = Math.floorDiv(batch.newestMillis(), HOUR_MILLIS);
        hours.computeIfAbsent(hour, unused -> new Tally()).add(batch.booked());
        if (shares != null) {
            for (ShareRow row : batch.rows()) {
                shares.share(new LedgerVisitor.ShareLine(
                        row.facts(),
                        row.terms(),
                        row.address(),
                        row.worker(),
                        Instant.ofEpochMilli(row.atMillis()),
                        new Wei(row.wei()),
                        row.late()));
            }
        }
    }

    private void postings(Snapshot snapshot, LedgerVisitor visitor) {
        long moment = snapshot.moment().postings();
        long last = snapshot.accounts().values().stream()
                .mapToLong(kept -> kept.at.postings())
                .max()
                .orElse(0);
        RedisLedger.each(caller, keys, Math.max(last, moment), (number, bytes) -> {
            var posting = PostingText.read(bytes);
            if (number <= moment) {
                visitor.posting(posting);
            } else {
                posting.entries()
                        .forEach(entry -> snapshot.later(
                                entry.account().name(), entry.amount().value(), 0, at -> number <= at.postings()));
            }
        });
    }

    private static void balances(Snapshot snapshot, LedgerVisitor visitor) {
        new TreeMap<>(snapshot.accounts()).forEach((name, kept) -> {
            Account account = new Account(name);
            Wei balance = new Wei(kept.balance());
            visitor.balance(new LedgerVisitor.BalanceLine(
                    account, account.isMiner() ? balance : Wei.ZERO, balance, kept.shares()));
        });
    }
}
