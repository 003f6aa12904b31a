package io.potpool.sqlite;

import io.potpool.audit.BatchDigest;
import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.store.Alarm;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Folds old batches into hourly rows: their entries and share counts are added in the transaction that deletes their
 * rows, so that all sums stay. A batch whose rows are not what was written is left for the audit to show.
 */
final class Folding {

    private static final int BATCHES = 32;
    private static final int SHARES = 4096;
    /** How far below its highest height a batch may have shares: a window, a fall of the chain, and some more. */
    private static final int SPREAD = 64;

    private record Batch(long id, long first, int shares, long newest, long highest, ByteBuffer digest) {}

    private final Alarm alarm;
    private final HourTable hours;
    private final AbsenceTable absences;
    private final PreparedStatement find;
    private final PreparedStatement rows;
    private final PreparedStatement entries;
    private final PreparedStatement dropShares;
    private final PreparedStatement dropEntries;
    private final PreparedStatement setState;
    private final BatchDigest digest = new BatchDigest();

    Folding(Connection connection, Names names, AbsenceTable absences, Alarm alarm) throws SQLException {
        this.absences = absences;
        this.alarm = alarm;
        this.hours = new HourTable(connection, names);
        find = connection.prepareStatement("SELECT b.id, b.first_share, b.shares, b.newest, b.highest, b.digest"
                + " FROM batch b WHERE b.state = 0 AND b.newest < ? AND b.highest < ?"
                + " AND NOT EXISTS (SELECT 1 FROM absence a WHERE b.highest BETWEEN a.lowest AND a.highest + " + SPREAD
                + ") ORDER BY b.newest LIMIT " + BATCHES);
        rows = connection.prepareStatement(ShareRows.SELECT + "WHERE s.id >= ? AND s.id < ? ORDER BY s.id");
        entries = connection.prepareStatement(
                "SELECT a.name, e.amount FROM entry e JOIN account a ON a.id = e.account WHERE e.batch = ?");
        dropShares = connection.prepareStatement("DELETE FROM share WHERE id >= ? AND id < ?");
        dropEntries = connection.prepareStatement("DELETE FROM entry WHERE batch = ?");
        setState = connection.prepareStatement("UPDATE batch SET state = ? WHERE id = ?");
    }

    /** Folds some batches older than a time, whose heights are all settled and of no absent instance, and returns how many it dealt with. */
    int step(long olderThanMillis, long settledBelow) throws SQLException {
        int shares = 0;
        int done = 0;
        for (Batch batch : find(olderThanMillis, settledBelow)) {
            if (done > 0 && shares + batch.shares() > SHARES) {
                break;
            }
            shares += batch.shares();
            done++;
            fold(batch);
        }
        return done;
    }

    private List<Batch> find(long olderThanMillis, long settledBelow) throws SQLException {
        find.setLong(1, olderThanMillis);
        find.setLong(2, settledBelow);
        List<Batch> found = new ArrayList<>();
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                found.add(new Batch(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getLong(5),
                        ByteBuffer.wrap(row.getBytes(6))));
            }
        }
        return found;
    }

    private void fold(Batch batch) throws SQLException {
        Tally tally = new Tally();
        try {
            countShares(batch, tally);
            addEntries(batch, tally);
        } catch (IllegalArgumentException damage) {
            alarm.raise("damaged", "batch " + batch.id() + " is not folded: run the audit", damage);
            setState(batch, 2);
            return;
        }
        hours.add(Math.floorDiv(batch.newest(), TimeUnit.HOURS.toMillis(1)), tally);
        range(dropShares, batch).executeUpdate();
        dropEntries.setLong(1, batch.id());
        dropEntries.executeUpdate();
        setState(batch, 1);
        absences.pruned(batch.highest(), batch.newest());
    }

    private void countShares(Batch batch, Tally tally) throws SQLException {
        int count = 0;
        digest.finish();
        try (ResultSet row = range(rows, batch).executeQuery()) {
            while (row.next()) {
                ShareRow share = ShareRows.read(row);
                digest.add(share);
                count++;
                if (!share.late()) {
                    tally.of(share.login()).shares++;
                }
            }
        }
        if (count != batch.shares() || !ByteBuffer.wrap(digest.finish()).equals(batch.digest())) {
            throw new IllegalArgumentException("its share rows are not what was written");
        }
    }

    private void addEntries(Batch batch, Tally tally) throws SQLException {
        entries.setLong(1, batch.id());
        try (ResultSet row = entries.executeQuery()) {
            while (row.next()) {
                tally.add(row.getString(1), Columns.wei(row, 2), 0);
            }
        }
        if (tally.sum().signum() != 0) {
            throw new IllegalArgumentException("its entries do not sum to zero");
        }
    }

    private static PreparedStatement range(PreparedStatement statement, Batch batch) throws SQLException {
        statement.setLong(1, batch.first());
        statement.setLong(2, batch.first() + batch.shares());
        return statement;
    }

    private void setState(Batch batch, int state) throws SQLException {
        setState.setInt(1, state);
        setState.setLong(2, batch.id());
        setState.executeUpdate();
    }
}
