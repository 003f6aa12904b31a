package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.Posting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the store of a pool of the open-ethereum-pool family once, from end to end, and hands over what it means here. The
 * same content gives the same postings and records, under the same names, however often it is read.
 */
final class FamilyPass {

    /** The contra account of openings. */
    static final Account OPENING = new Account("pool:opening");

    /** What stands in the ids of payments that were found on the chain, after the source. */
    static final String FOUND = ":payment:found:";

    /** Source: Redis counts to 2^63 - 1, and a ledger there counts Shannon. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** What stands for bytes that are no UTF-8. */
    private static final char NO_TEXT = '\uFFFD';

    /** Longer than any login or address; instances hold all entries in memory. */
    private static final int LONGEST_ENTRY = 100;

    private final OldKeys keys;
    private final String prefix;
    private final List<Resolution> resolutions;
    private final Sink sink;
    private final String source;
    private final OldRows rows;
    private final Totals totals = new Totals();
    private final Set<String> seen = new HashSet<>();
    private final Set<Address> logins = new HashSet<>();

    /** @param resolutions what became of open payments; none of them unclear */
    FamilyPass(OldKeys keys, String prefix, List<Resolution> resolutions, Sink sink) {
        this.keys = keys;
        this.prefix = prefix;
        this.resolutions = resolutions;
        this.sink = sink;
        this.source = Ids.source(prefix);
        this.rows = new OldRows(source);
    }

    Totals run() {
        keys.keys(prefix + ":miners:*", this::miner);
        resolutions.forEach(this::resolved);
        keys.sorted(prefix + ":payments:all", (score, member) -> payment(rows.payment(score, member)));
        OldRows.blocks(prefix).forEach(this::blocks);
        keys.sorted(prefix + ":pow", (score, member) -> seenHeight(score));
        nodes();
        list(AccessList.BLACKLIST, ":blacklist");
        list(AccessList.WHITELIST, ":whitelist");
        return totals;
    }

    private void miner(String key) {
        if (!seen.add(key)) {
            return;
        }
        Optional<Address> login = OldRows.address(key.substring((prefix + ":miners:").length()));
        Map<String, String> fields = keys.hash(key);
        try {
            if (login.isPresent()) {
                miner(key, OldMiner.of(login.get(), fields));
            } else if (fields.isEmpty() && key.indexOf(NO_TEXT) >= 0) {
                sink.fault(key + " is no text, and cannot be read: see what balance it has, and delete or rename it");
            } else if (!Shannon.parse(fields.getOrDefault("balance", "0")).isZero()) {
                sink.fault(key + " is no login, but has a balance of " + fields.get("balance") + " Shannon");
            }
        } catch (IllegalArgumentException otherForm) {
            sink.fault(key + ": " + otherForm.getMessage());
        }
    }

    private void miner(String key, OldMiner miner) {
        if (!logins.add(miner.login())) {
            sink.fault(key + ": the login has another key in other letters; move its balance to one of them");
            return;
        }
        if (miner.balance().isNegative()) {
            sink.fault(key + ": the balance is negative, " + miner.balance()
                    + " Shannon; settle it in the old store first");
            return;
        }
        if (miner.balance().value().compareTo(MOST) > 0) {
            sink.fault(key + ": the balance is more than an account can hold, which is " + MOST + " Shannon");
            return;
        }
        if (!miner.immature().isZero()) {
            sink.fault(key + ": " + miner.immature() + " Shannon wait for blocks to mature; let the old pool's unlocker"
                    + " run until none do");
        }
        totals.miners++;
        totals.balances = totals.balances.plus(miner.balance());
        totals.minersPending = totals.minersPending.plus(miner.pending());
        totals.minersPaid = totals.minersPaid.plus(miner.paid());
        open(source + ":" + miner.login(), miner.login(), miner.balance(), miner.lastShare(), "balance");
        record(rows.account(miner));
        String name = key.substring((prefix + ":miners:").length());
        shifts("shift-day", ":shifts:" + name, miner.login());
        shifts("shift-hour", ":shifts_short:" + name, miner.login());
    }

    private void open(String id, Address login, Shannon amount, Instant at, String what) {
        Wei wei = amount.weiUp();
        if (wei.signum() == 0) {
            return;
        }
        totals.postings++;
        totals.openings = totals.openings.plus(wei);
        sink.post(new Posting(
                id,
                "opening",
                at,
                what + " of the pool " + prefix + ": " + amount + " Shannon",
                Entry.transfer(OPENING, Account.of(login), wei)));
    }

    private void resolved(Resolution resolution) {
        PendingPayment payment = resolution.payment();
        if (resolution instanceof Resolution.Paid paid) {
            totals.found = totals.found.plus(payment.amount());
            payment(new HistoryRecord(
                    source + FOUND + paid.transfer().transaction() + ":" + payment.member(),
                    "payment",
                    payment.at(),
                    Optional.of(payment.login()),
                    new TreeMap<>(Map.of(
                            "transaction",
                            paid.transfer().transaction().toString(),
                            "shannon",
                            payment.amount().toString()))));
        } else if (resolution instanceof Resolution.Returned) {
            totals.returned = totals.returned.plus(payment.amount());
            String name = payment.at().getEpochSecond() + ":" + payment.member();
            open(
                    source + ":pending:" + Ids.shortOf(name),
                    payment.login(),
                    payment.amount(),
                    payment.at(),
                    "payment never sent");
        }
    }

    private void payment(HistoryRecord payment) {
        totals.paymentsPaid = totals.paymentsPaid.plus(OldRows.paid(payment));
        record(payment);
    }

    private void shifts(String kind, String key, Address login) {
        keys.sorted(prefix + key, (score, member) -> record(rows.shift(kind, login, score, member)));
    }

    private void blocks(String state, String key) {
        keys.sorted(key, (score, member) -> {
            seenHeight(score);
            record(rows.block(state, score, member));
        });
    }

    private void seenHeight(String score) {
        String plain = OldRows.plain(score);
        if (plain.matches("[0-9]{1,12}")) {
            totals.highest = Math.max(totals.highest, Long.parseLong(plain));
        }
    }

    /** Source: the family keeps under {@code NAME:height} the height of the work that it gives out, for each of its nodes. */
    private void nodes() {
        keys.hash(prefix + ":nodes").forEach((field, value) -> {
            if (field.endsWith(":height")) {
                seenHeight(value);
            }
        });
    }

    private void list(AccessList list, String key) {
        keys.set(prefix + key, entry -> {
            if (entry.length() > LONGEST_ENTRY) {
                sink.fault(prefix + key + " has an entry of " + entry.length() + " characters, which is no login and no"
                        + " address: " + entry.substring(0, LONGEST_ENTRY));
            } else if (seen.add(list + " " + entry)) {
                totals.count(totals.lists, list.name().toLowerCase(Locale.ROOT));
                sink.list(list, entry);
            }
        });
    }

    private void record(HistoryRecord record) {
        totals.count(totals.records, record.kind());
        sink.record(record);
    }
}
