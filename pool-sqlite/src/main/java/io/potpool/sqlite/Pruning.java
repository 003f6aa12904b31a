package io.potpool.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Deletes what nothing refers to any more: jobs without shares, terms records that decide no height, old fates. */
final class Pruning {

    /** The batches of a journal whose fates are kept at least, as long as the journal is not silent for long. */
    private static final int FATES = 1000;

    private static final long SILENT_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final int JOBS = 256;
    private static final int RECORDS = 1024;

    private final Names names;
    private final PreparedStatement findJobs;
    private final PreparedStatement dropJobs;
    private final PreparedStatement dropHeader;
    private final PreparedStatement dropFates;
    private final PreparedStatement dropRecords;
    private long lastHeight = Long.MIN_VALUE;
    private long lastJob;

    Pruning(Connection connection, Names names) throws SQLException {
        this.names = names;
        findJobs = connection.prepareStatement(
                "SELECT j.height, j.id, j.header, EXISTS (SELECT 1 FROM share s WHERE s.header = j.header) FROM job j"
                        + " WHERE (j.height, j.id) > (?, ?) AND j.height < ? ORDER BY j.height, j.id LIMIT " + JOBS);
        dropJobs = connection.prepareStatement("DELETE FROM job WHERE header = ?");
        dropHeader = connection.prepareStatement("DELETE FROM header WHERE id = ?");
        dropFates = connection.prepareStatement("DELETE FROM batch WHERE id IN (SELECT b.id FROM batch b"
                + " JOIN journal j ON j.id = b.journal"
                + " LEFT JOIN batch last ON last.journal = b.journal AND last.sequence = j.mark"
                + " WHERE b.state = 1 AND (b.sequence <= j.mark - " + FATES
                + " OR coalesce(last.newest, 0) < ?)"
                + " AND NOT EXISTS (SELECT 1 FROM batch older WHERE older.journal = b.journal"
                + " AND older.sequence < b.sequence AND older.state <> 1)"
                + " ORDER BY b.journal, b.sequence LIMIT " + RECORDS + ")");
        dropRecords = connection.prepareStatement("DELETE FROM terms_log WHERE sequence IN (SELECT t.sequence"
                + " FROM terms_log t WHERE t.from_height <= ?1 AND (EXISTS (SELECT 1 FROM terms_log later"
                + " WHERE later.prefix = t.prefix AND later.sequence > t.sequence AND later.from_height <= ?1)"
                + " OR t.kind = 'end' AND NOT EXISTS (SELECT 1 FROM terms_log before"
                + " WHERE before.prefix = t.prefix AND before.sequence < t.sequence))"
                + " AND NOT EXISTS (SELECT 1 FROM absence a WHERE t.from_height <= a.highest"
                + " AND NOT EXISTS (SELECT 1 FROM terms_log next WHERE next.prefix = t.prefix"
                + " AND next.sequence > t.sequence AND next.from_height <= a.lowest))"
                + " ORDER BY t.sequence LIMIT " + RECORDS + ")");
    }

    /**
     * Looks at the next jobs below {@code settledBelow}, from the lowest on, and drops those without shares; shares that
     * are damaged and never folded keep theirs without stopping the walk.
     *
     * @return whether there may be more to look at; if not, the next call begins anew
     */
    boolean jobs(long settledBelow) throws SQLException {
        findJobs.setLong(1, lastHeight);
        findJobs.setLong(2, lastJob);
        findJobs.setLong(3, settledBelow);
        int seen = 0;
        Set<Long> unused = new HashSet<>();
        try (ResultSet row = findJobs.executeQuery()) {
            while (row.next()) {
                seen++;
                lastHeight = row.getLong(1);
                lastJob = row.getLong(2);
                if (row.getInt(4) == 0) {
                    unused.add(row.getLong(3));
                }
            }
        }
        drop(unused);
        if (seen < JOBS) {
            lastHeight = Long.MIN_VALUE;
        }
        return seen == JOBS;
    }

    private void drop(Set<Long> headers) throws SQLException {
        for (long header : headers) {
            dropJobs.setLong(1, header);
            dropJobs.executeUpdate();
            dropHeader.setLong(1, header);
            dropHeader.executeUpdate();
        }
        if (!headers.isEmpty()) {
            names.forget();
        }
    }

    int fates(long nowMillis) throws SQLException {
        dropFates.setLong(1, nowMillis - SILENT_MILLIS);
        return dropFates.executeUpdate();
    }

    /** Drops records that a later one of their prefix has replaced below {@code settledBelow}, and ends of nothing, unless absent instances may need them. */
    int terms(long settledBelow) throws SQLException {
        dropRecords.setLong(1, settledBelow);
        return dropRecords.executeUpdate();
    }
}
