package io.potpool.redis;

import io.potpool.spi.InstanceStore;
import io.potpool.store.DecidingRecords;
import io.potpool.terms.TermsRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Deletes what nothing refers to any more. Whatever it deletes stays deletable, so that nobody needs to be kept out. */
final class Pruning {

    /** How many heights solutions are kept for: two weeks of blocks of 13 s. */
    static final long SOLUTION_HEIGHTS = 100_000;

    private static final int PAGE = 500;

    /** A range of heights, both ends included. */
    record Heights(long lowest, long highest) {}

    private final RedisCaller caller;
    private final Keys keys;
    private final RedisTerms terms;

    Pruning(RedisCaller caller, Keys keys, RedisTerms terms) {
        this.caller = caller;
        this.keys = keys;
        this.terms = terms;
    }

    /**
     * Says what is deleted next, before it is, so that no batch is taken whose shares may be deleted ones.
     *
     * @return the heights that absent instances may still commit
     */
    List<Heights> begin(long settledBelow, long olderThanMillis, long nowMillis) {
        long hour = Math.floorDiv(olderThanMillis, TimeUnit.HOURS.toMillis(1));
        List<String> names = new ArrayList<>(keys.agreement());
        names.add(keys.meta());
        List<@Nullable Object> flat = Replies.list(caller.read(Call.of(
                Script.PRUNE,
                names,
                List.of(Math.max(0, settledBelow), hour, nowMillis, InstanceStore.ABSENT.toMillis()))));
        List<Heights> kept = new ArrayList<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            kept.add(new Heights(Replies.number(flat.get(i)), Replies.number(flat.get(i + 1))));
        }
        return kept;
    }

    /** Drops the nonces of headers below a height whose shares are all older than a time, except of kept heights. */
    void headers(long settledBelow, long olderThanMillis, List<Heights> kept) {
        long hour = Math.floorDiv(olderThanMillis, TimeUnit.HOURS.toMillis(1));
        List<@Nullable Object> old =
                Replies.list(caller.read(Call.of("ZRANGEBYSCORE", keys.headerHours(), "-inf", "(" + hour)));
        for (int from = 0; from < old.size(); from += PAGE) {
            List<byte[]> page = old.subList(from, Math.min(from + PAGE, old.size())).stream()
                    .map(Replies::bytes)
                    .toList();
            List<@Nullable Object> heights = caller.readAll(page.stream()
                    .map(header -> Call.of("ZSCORE", keys.headers(), header))
                    .toList());
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < page.size(); i++) {
                if (heights.get(i) == null || isSettled(height(heights.get(i)), settledBelow, kept)) {
                    calls.add(Call.of("UNLINK", keys.nonces(page.get(i))));
                    calls.add(Call.of("ZREM", keys.headers(), page.get(i)));
                    calls.add(Call.of("ZREM", keys.headerHours(), page.get(i)));
                }
            }
            write(calls);
        }
    }

    private static boolean isSettled(double height, long settledBelow, List<Heights> kept) {
        return height < settledBelow
                && kept.stream().noneMatch(heights -> height >= heights.lowest() && height <= heights.highest());
    }

    private static double height(@Nullable Object score) {
        return Double.parseDouble(Replies.text(score));
    }

    /** Drops what headers below a height mean. */
    void jobs(long settledBelow) {
        below(keys.jobHeights(), settledBelow, List.of(keys.jobs()));
    }

    /** Drops solutions too old for anybody to ask for. */
    void solutions(long settledBelow) {
        below(keys.solutionHeights(), settledBelow - SOLUTION_HEIGHTS, List.of(keys.solutions(), keys.solutionFates()));
    }

    private void below(String index, long height, List<String> hashes) {
        List<@Nullable Object> members =
                Replies.list(caller.read(Call.of("ZRANGEBYSCORE", index, "-inf", "(" + height)));
        for (int from = 0; from < members.size(); from += PAGE) {
            List<@Nullable Object> page = members.subList(from, Math.min(from + PAGE, members.size()));
            List<Call> calls = new ArrayList<>();
            hashes.forEach(hash -> calls.add(with("HDEL", hash, page)));
            calls.add(with("ZREM", index, page));
            write(calls);
        }
    }

    /** Drops settled records that decide neither a height from one on nor a kept one. */
    void terms(long settledBelow, List<Heights> kept) {
        if (settledBelow <= 0) {
            return;
        }
        List<TermsRecord> all = terms.records();
        Set<Long> needed = new HashSet<>();
        need(all, settledBelow, Long.MAX_VALUE, needed);
        kept.forEach(heights -> need(all, heights.lowest(), heights.highest(), needed));
        List<Object> rest = new ArrayList<>();
        for (TermsRecord entry : all) {
            if (!needed.contains(entry.sequence())) {
                rest.add(RedisCommand.bytes(entry.sequence()));
            }
        }
        for (int from = 0; from < rest.size(); from += PAGE) {
            write(List.of(with("HDEL", keys.terms(), rest.subList(from, Math.min(from + PAGE, rest.size())))));
        }
    }

    private static void need(List<TermsRecord> all, long lowest, long highest, Set<Long> needed) {
        DecidingRecords deciding = new DecidingRecords(lowest);
        all.forEach(deciding::add);
        deciding.list().stream()
                .filter(entry -> entry.fromHeight() <= highest)
                .forEach(entry -> needed.add(entry.sequence()));
    }

    /** Drops the work of logins that have sent nothing for longer than rates are kept. */
    void rates(long nowMillis) {
        List<@Nullable Object> silent = Replies.list(
                caller.read(Call.of("ZRANGEBYSCORE", keys.rates(), "-inf", "(" + Rates.oldest(nowMillis))));
        for (int from = 0; from < silent.size(); from += PAGE) {
            List<@Nullable Object> page = silent.subList(from, Math.min(from + PAGE, silent.size()));
            List<Call> calls = new ArrayList<>();
            page.forEach(login -> calls.add(Call.of("UNLINK", keys.rate(Replies.text(login)))));
            calls.add(with("ZREM", keys.rates(), page));
            write(calls);
        }
    }

    private static Call with(String name, String key, List<? extends @Nullable Object> members) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(key);
        members.forEach(member -> arguments.add(Replies.bytes(member)));
        return Call.of(name, arguments.toArray());
    }

    private void write(List<Call> calls) {
        if (!calls.isEmpty()) {
            caller.readAll(calls);
        }
    }
}
