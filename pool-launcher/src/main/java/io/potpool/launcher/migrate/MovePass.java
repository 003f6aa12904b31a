package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.AuditReport;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.Posting;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the ledger of an embedded store once and hands over what of it goes elsewhere: postings as they are, the shares of
 * every hour as postings of an hour, their counts and what is known of blocks as history. The same content gives the same
 * rows under the same names.
 */
final class MovePass implements LedgerVisitor {

    /** So many entries has a posting at most; the rest of an hour goes into the next. */
    private static final int ENTRIES = 400;

    private final MoveSource source;
    private final String id;
    private Sink sink = new NoSink();
    private List<Entry> entries = new ArrayList<>();
    private Instant hour = Instant.MIN;
    private int piece;
    private BigInteger contra = BigInteger.ZERO;
    private long hours;
    private long hourPostings;
    private long ownPostings;
    private BigInteger sharePay = BigInteger.ZERO;
    private long records;

    MovePass(MoveSource source) {
        this.source = source;
        this.id = source.id();
    }

    void run(Sink to) {
        sink = to;
        source.ledger().read(false, this);
        flush();
        source.history().accept(this::record);
    }

    @Override
    public void hour(HourLine line) {
        if (!line.hour().equals(hour)) {
            flush();
            hour = line.hour();
            piece = 0;
            hours++;
        }
        if (line.account().equals(Account.SHARES) || line.amount().signum() == 0) {
            return;
        }
        if (entries.size() == ENTRIES) {
            flush();
        }
        entries.add(new Entry(line.account(), line.amount()));
        contra = contra.add(line.amount().value());
        sharePay = sharePay.add(line.amount().value());
    }

    private void flush() {
        if (entries.isEmpty()) {
            return;
        }
        entries.add(new Entry(Account.SHARES, new Wei(contra.negate())));
        sink.post(new Posting(
                id + ":hour:" + hour.getEpochSecond() / 3_600 + ":" + piece,
                "shares-hour",
                hour,
                "shares of one hour in the embedded store",
                entries));
        hourPostings++;
        piece++;
        entries = new ArrayList<>();
        contra = BigInteger.ZERO;
    }

    @Override
    public void posting(Posting posting) {
        flush();
        ownPostings++;
        sink.post(posting);
    }

    @Override
    public void balance(BalanceLine line) {
        if (line.account().isMiner() && line.shares() > 0) {
            record(new HistoryRecord(
                    id + ":shares:" + line.account(),
                    "shares",
                    Instant.EPOCH,
                    Optional.of(new Address(line.account().name())),
                    new TreeMap<>(Map.of("count", Long.toString(line.shares())))));
        }
    }

    private void record(HistoryRecord record) {
        records++;
        sink.record(record);
    }

    long postings() {
        return hourPostings + ownPostings;
    }

    /** Returns what was found, a line each. */
    List<String> lines(AuditReport audit) {
        List<String> lines = new ArrayList<>();
        lines.add("logins                       " + audit.accounts().size());
        lines.add("balances                     " + audit.totals().balance() + " wei");
        lines.add("shares                       " + audit.totals().shares() + ", in " + hours + " hours");
        lines.add("paid for shares              " + sharePay + " wei in " + hourPostings + " postings");
        lines.add("other postings               " + ownPostings);
        lines.add("history                      " + records + " records");
        lines.add("highest height               " + source.highest() + "; shares are taken of heights above it");
        return lines;
    }
}
