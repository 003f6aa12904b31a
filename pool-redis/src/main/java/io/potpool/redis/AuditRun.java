package io.potpool.redis;

import io.potpool.audit.Books;
import io.potpool.audit.Faults;
import io.potpool.audit.Tally;
import io.potpool.spi.AuditReport;
import io.potpool.spi.Posting;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.StoreException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One audit: accounts as of one moment, then all that they are made of: folded sums, batches, postings; marks and gaps. */
final class AuditRun {

    /** How long folding waits for an audit that does not go on. */
    private static final long PAUSE_MILLIS = 10_000;

    private static final int PAGE = 200;
    private static final int TRIES = 5;

    private final RedisCaller caller;
    private final Keys keys;
    private final RewardSchemes schemes;
    private final Faults faults = new Faults();
    private final Tally rows = new Tally();
    private final Snapshot snapshot;

    private AuditRun(RedisCaller caller, Keys keys, RewardSchemes schemes) {
        this.caller = caller;
        this.keys = keys;
        this.schemes = schemes;
        pauseFolding();
        snapshot = Snapshot.read(caller, keys, this::pauseFolding);
    }

    /** @throws StoreException if the store cannot be read, or is changed by too much else */
    static AuditReport run(RedisCaller caller, Keys keys, RewardSchemes schemes) {
        for (int tries = 0; tries < TRIES; tries++) {
            AuditRun run = new AuditRun(caller, keys, schemes);
            AuditReport report = run.run();
            if (Snapshot.moment(caller, keys).swaps() == run.snapshot.moment().swaps()) {
                return report;
            }
        }
        throw keptFolding();
    }

    /**
     * Proves what one account must have.
     *
     * @throws StoreException as {@link #run(RedisCaller, Keys, RewardSchemes)}
     */
    static Proof prove(RedisCaller caller, Keys keys, RewardSchemes schemes, String account) {
        for (int tries = 0; tries < TRIES; tries++) {
            AuditRun run = new AuditRun(caller, keys, schemes);
            Proof proof = run.prove(account);
            if (Snapshot.moment(caller, keys).swaps() == run.snapshot.moment().swaps()) {
                return proof;
            }
        }
        throw keptFolding();
    }

    private static StoreException keptFolding() {
        return new StoreException("the store kept folding old rows while it was audited; try again");
    }

    /** A server that does not let this write folds meanwhile: then the audit begins anew. */
    private void pauseFolding() {
        caller.ask(Call.of("SET", keys.auditing(), "1", "PX", PAUSE_MILLIS));
    }

    private MarkAudit readRows() {
        sums();
        MarkAudit marks = new MarkAudit(caller, keys, faults);
        marks.readMarks();
        long last = new BatchAudit(caller, keys, schemes, faults, rows, snapshot, marks, this::pauseFolding).run();
        postings();
        marks.rows();
        counts(last);
        return marks;
    }

    /** Rows beyond the counts would be taken for ones that came later, and left out. */
    private void counts(long lastBatch) {
        long postings = Replies.number(caller.read(Call.of("HLEN", keys.postings())));
        Snapshot.Moment now = Snapshot.moment(caller, keys);
        if (lastBatch > now.batches()) {
            faults.add("batch " + lastBatch + " is there, but the store counts " + now.batches() + " batches");
        }
        if (postings > now.postings()) {
            faults.add(postings + " postings are there, but the store counts " + now.postings());
        }
    }

    /** Batches that never came are no fault here: neither rows nor balances have them. */
    private Proof prove(String account) {
        Snapshot.Kept kept = snapshot.include(caller, keys, account);
        readRows();
        if (rows.sum().signum() != 0) {
            faults.add("all entries sum to " + rows.sum() + ", not to 0");
        }
        Tally.Line line = rows.of(account);
        return new Proof(kept, line.amount.add(kept.laterWei), line.shares + kept.laterShares, faults.list());
    }

    private AuditReport run() {
        readRows().gaps();
        Books books = new Books(rows, faults);
        snapshot.accounts().forEach((name, kept) -> account(books, name, kept));
        books.finish();
        return books.report();
    }

    private void account(Books books, String name, Snapshot.Kept kept) {
        try {
            BigInteger balance = kept.balance();
            books.account(name, name.startsWith("0x") ? balance : BigInteger.ZERO, balance, kept.shares());
        } catch (IllegalArgumentException damage) {
            faults.add(name + ": its balance is damaged: " + damage.getMessage());
        }
    }

    private void sums() {
        List<String> names = List.copyOf(snapshot.accounts().keySet());
        for (int from = 0; from < names.size(); from += PAGE) {
            pauseFolding();
            List<String> page = names.subList(from, Math.min(from + PAGE, names.size()));
            List<@Nullable Object> replies = caller.readAll(page.stream()
                    .map(name -> Call.of("HGETALL", keys.sums(name)))
                    .toList());
            for (int i = 0; i < page.size(); i++) {
                addSums(page.get(i), Replies.map(replies.get(i)));
            }
        }
    }

    private void addSums(String account, Map<String, byte[]> fields) {
        fields.forEach((field, value) -> {
            try {
                Sum sum = Sum.read(value);
                rows.add(account, sum.wei(), sum.shares());
            } catch (IllegalArgumentException damage) {
                faults.add(account + ": the folded sum " + field + " is damaged: " + damage.getMessage());
            }
        });
    }

    private void postings() {
        long last = snapshot.accounts().values().stream()
                .mapToLong(kept -> kept.at.postings())
                .max()
                .orElse(0);
        RedisLedger.each(caller, keys, Math.max(last, snapshot.moment().postings()), this::posting);
    }

    private void posting(long number, byte[] bytes) {
        try {
            Posting posting = PostingText.read(bytes);
            posting.entries().forEach(entry -> {
                String account = entry.account().name();
                BigInteger wei = entry.amount().value();
                if (number <= snapshot.moment().postings()) {
                    rows.add(account, wei, 0);
                } else {
                    snapshot.later(account, wei, 0, at -> number <= at.postings());
                }
            });
        } catch (IllegalArgumentException damage) {
            faults.add("posting " + number + ": " + damage.getMessage());
        }
    }
}
