package io.potpool.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Deletes what nothing refers to any more: jobs without shares, terms records that decide no height, old fates. */
final class Pruning {

    /** The batches of a journal whose fates are kept at least, as long as the journal is not silent for long. */
    private static final int FATES = 1000;

    private static final long SILENT_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final int JOBS = 256;
    private static final int RECORDS = 1024;

    private final Names names;
    private final PreparedStatement findHeaders;
    private final PreparedStatement dropJobs;
    private final PreparedStatement dropHeader;
    private final PreparedStatement dropFates;
    private final PreparedStatement dropRecords;

    Pruning(Connection connection, Names names) throws SQLException {
        this.names = names;
        findHeaders = connection.prepareStatement(
                "SELECT DISTINCT j.header FROM (SELECT header FROM job WHERE height < ? ORDER BY height LIMIT " + JOBS
                        + ") j WHERE NOT EXISTS (SELECT 1 FROM share s WHERE s.header = j.header)");
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
                + " ORDER BY t.sequence LIMIT " + RECORDS + ")");
    }

    int jobs(long settledBelow) throws SQLException {
        findHeaders.setLong(1, settledBelow);
        List<Long> unused = new ArrayList<>();
        try (ResultSet row = findHeaders.executeQuery()) {
            while (row.next()) {
                unused.add(row.getLong(1));
            }
        }
        for (long header : unused) {
            dropJobs.setLong(1, header);
            dropJobs.executeUpdate();
            dropHeader.setLong(1, header);
            dropHeader.executeUpdate();
        }
        if (!unused.isEmpty()) {
            names.forget();
        }
        return unused.size();
    }

    int fates(long nowMillis) throws SQLException {
        dropFates.setLong(1, nowMillis - SILENT_MILLIS);
        return dropFates.executeUpdate();
    }

    /** Drops records that a later one of their prefix has replaced below {@code settledBelow}, and ends of nothing. */
    int terms(long settledBelow) throws SQLException {
        dropRecords.setLong(1, settledBelow);
        return dropRecords.executeUpdate();
    }
}
