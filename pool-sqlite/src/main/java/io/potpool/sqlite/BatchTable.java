package io.potpool.sqlite;

import io.potpool.audit.BatchDigest;
import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.PrunedSharesException;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.store.Alarm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Applies batches: at a journal's mark plus one and nowhere else. Used on the writer's thread, within a transaction. */
final class BatchTable {

    private final Journals journals;
    private final ShareTable shares;
    private final Ledger ledger;
    private final AbsenceTable absences;
    private final InstantSource clock;
    private final Alarm alarm;
    private final PreparedStatement findFates;
    private final PreparedStatement nextId;
    private final PreparedStatement add;
    private final BatchDigest digest = new BatchDigest();
    private final Tally tally = new Tally();

    BatchTable(Connection connection, Names names, AbsenceTable absences, InstantSource clock, Alarm alarm)
            throws SQLException {
        this.absences = absences;
        this.journals = new Journals(connection);
        this.shares = new ShareTable(connection, names);
        this.ledger = new Ledger(connection, names);
        this.clock = clock;
        this.alarm = alarm;
        findFates = connection.prepareStatement("SELECT fates, shares FROM batch WHERE journal = ? AND sequence = ?");
        nextId = connection.prepareStatement("SELECT coalesce(max(id), 0) + 1 FROM batch");
        add = connection.prepareStatement("INSERT INTO batch (id, journal, sequence, first_share, shares, newest,"
                + " highest, fates, digest, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");
    }

    Runnable commit(CreditBatch batch, CompletableFuture<List<ShareFate>> answer) throws SQLException {
        Journals.Mark mark = journals.of(batch.journal());
        if (batch.sequence() <= mark.sequence()) {
            List<ShareFate> kept = kept(mark, batch);
            return () -> answer.complete(kept);
        }
        if (batch.sequence() > mark.sequence() + 1) {
            journals.addGap(mark, batch.sequence(), clock.millis());
            SequenceGapException refusal = new SequenceGapException(mark.sequence(), batch.sequence());
            alarm.raise("gap", "a journal goes on beyond what this store has of it", refusal);
            return () -> answer.completeExceptionally(refusal);
        }
        Optional<PrunedSharesException> refusal = absences.refusal(batch);
        if (refusal.isPresent()) {
            alarm.raise("pruned", "a batch came too late to tell what of it is paid", refusal.get());
            return () -> answer.completeExceptionally(refusal.get());
        }
        Fates fates = apply(mark, batch);
        journals.move(mark, batch.sequence());
        List<ShareFate> told = fates.first(batch.shares().size());
        return () -> answer.complete(told);
    }

    Runnable missing(JournalId journal, long sequence, CompletableFuture<Void> answer) throws SQLException {
        Journals.Mark mark = journals.of(journal);
        if (sequence > mark.sequence()) {
            journals.addGap(mark, sequence + 1, clock.millis());
        }
        return () -> answer.complete(null);
    }

    /** A batch whose fates are forgotten is older than anybody who waits for them; none of its shares is paid again. */
    private List<ShareFate> kept(Journals.Mark mark, CreditBatch batch) throws SQLException {
        findFates.setLong(1, mark.id());
        findFates.setLong(2, batch.sequence());
        try (ResultSet row = findFates.executeQuery()) {
            if (!row.next()) {
                return Collections.nCopies(batch.shares().size(), ShareFate.LATE_DUPLICATE);
            }
            if (row.getInt(2) != batch.shares().size()) {
                throw new IllegalArgumentException("batch " + batch.sequence() + " had " + row.getInt(2)
                        + " shares when it was applied, now it has "
                        + batch.shares().size());
            }
            return Fates.read(row.getBytes(1)).first(row.getInt(2));
        }
    }

    private Fates apply(Journals.Mark mark, CreditBatch batch) throws SQLException {
        long id = nextId();
        long first = shares.next();
        long newest = Long.MIN_VALUE;
        long highest = 0;
        Fates fates = Fates.fresh();
        tally.clear();
        for (int i = 0; i < batch.shares().size(); i++) {
            ShareCredit credit = batch.shares().get(i);
            ShareRow row = shares.add(id, credit);
            digest.add(row);
            newest = Math.max(newest, row.atMillis());
            highest = Math.max(highest, row.facts().height());
            if (row.late()) {
                fates.setLate(i);
            } else {
                tally.add(row.login(), credit.entries());
            }
        }
        add.setLong(1, id);
        add.setLong(2, mark.id());
        add.setLong(3, batch.sequence());
        add.setLong(4, first);
        add.setLong(5, batch.shares().size());
        add.setLong(6, newest);
        add.setLong(7, highest);
        add.setBytes(8, fates.toBytes());
        add.setBytes(9, digest.finish());
        add.executeUpdate();
        ledger.post(id, tally);
        return fates;
    }

    private long nextId() throws SQLException {
        try (ResultSet row = nextId.executeQuery()) {
            return row.next() ? row.getLong(1) : 1;
        }
    }
}
