package io.potpool.redis;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All accounts as of one moment, read in parts while the pool writes: each part says how far the ledger had come, and what
 * came in between is subtracted once its rows are read.
 */
final class Snapshot {

    /** How many batches and postings the ledger had. */
    record Moment(long batches, long postings, long swaps) {

        static Moment read(@Nullable Object reply) {
            List<@Nullable Object> parts = Replies.list(reply);
            return new Moment(Replies.number(parts.get(0)), Replies.number(parts.get(1)), Replies.number(parts.get(2)));
        }
    }

    /** An account as it was read, and when; texts as they are kept, since they may be damaged. */
    static final class Kept {
        final @Nullable String gwei;
        final @Nullable String below;
        final @Nullable String shares;
        /** The same three as they are, since the texts of damaged ones may not be what is kept. */
        final List<@Nullable Object> raw;

        final Moment at;
        BigInteger laterWei = BigInteger.ZERO;
        long laterShares;

        Kept(@Nullable Object fields, Moment at) {
            List<@Nullable Object> parts = Replies.list(fields);
            gwei = Replies.textOrNull(parts.get(0));
            below = Replies.textOrNull(parts.get(1));
            shares = Replies.textOrNull(parts.get(2));
            raw = parts;
            this.at = at;
        }

        boolean isNothing() {
            return gwei == null && below == null && shares == null;
        }

        /** @throws IllegalArgumentException if the balance is damaged */
        BigInteger balance() {
            return Amounts.wei(gwei == null ? "0" : gwei, below == null ? "0" : below)
                    .subtract(laterWei);
        }

        /** @throws IllegalArgumentException if the count is damaged */
        long shares() {
            return (shares == null ? 0 : Long.parseLong(shares)) - laterShares;
        }
    }

    private static final int PAGE = 500;

    private final Moment moment;
    private final Map<String, Kept> accounts = new LinkedHashMap<>();

    private Snapshot(Moment moment) {
        this.moment = moment;
    }

    /** @param between called again and again while it reads */
    static Snapshot read(RedisCaller caller, Keys keys, Runnable between) {
        Snapshot snapshot = new Snapshot(moment(caller, keys));
        String cursor = "0";
        do {
            between.run();
            List<@Nullable Object> page =
                    Replies.list(caller.read(Call.of("SSCAN", keys.accounts(), cursor, "COUNT", PAGE)));
            cursor = Replies.text(page.get(0));
            List<String> names =
                    Replies.list(page.get(1)).stream().map(Replies::text).toList();
            snapshot.add(names, part(caller, keys, names));
        } while (!cursor.equals("0"));
        return snapshot;
    }

    static Moment moment(RedisCaller caller, Keys keys) {
        return Moment.read(part(caller, keys, List.of()).get(0));
    }

    private static List<@Nullable Object> part(RedisCaller caller, Keys keys, List<String> names) {
        List<Object> all = new ArrayList<>();
        all.add(keys.meta());
        names.forEach(name -> all.add(keys.account(name)));
        return Replies.list(caller.read(Call.of(Script.ACCOUNTS, all, List.of())));
    }

    private void add(List<String> names, List<@Nullable Object> part) {
        Moment at = Moment.read(part.get(0));
        for (int i = 0; i < names.size(); i++) {
            accounts.put(names.get(i), new Kept(part.get(i + 1), at));
        }
    }

    /** Returns an account, read now if it was not among the names of all. */
    Kept include(RedisCaller caller, Keys keys, String name) {
        if (!accounts.containsKey(name)) {
            add(List.of(name), part(caller, keys, List.of(name)));
        }
        return Objects.requireNonNull(accounts.get(name));
    }

    Moment moment() {
        return moment;
    }

    Map<String, Kept> accounts() {
        return accounts;
    }

    /** Takes what came after the moment, for an account that was read when it had come. */
    void later(String account, BigInteger wei, long shares, Predicate<Moment> hadCome) {
        Kept kept = accounts.get(account);
        if (kept != null && hadCome.test(kept.at)) {
            kept.laterWei = kept.laterWei.add(wei);
            kept.laterShares += shares;
        }
    }
}
