package io.potpool.sqlite;

import io.potpool.domain.Address;
import io.potpool.spi.ConflictingHistoryException;
import io.potpool.spi.HistoryRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Records of the history as rows. */
final class HistoryTable {

    private static final String SELECT = "SELECT id, kind, at, login, fields FROM history ";

    private final PreparedStatement find;
    private final PreparedStatement add;

    HistoryTable(Connection connection) throws SQLException {
        find = connection.prepareStatement(SELECT + "WHERE id = ?");
        add = connection.prepareStatement("INSERT INTO history (id, kind, at, login, fields) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING");
    }

    /** Returns why records cannot be added, if so. */
    Optional<ConflictingHistoryException> conflict(List<HistoryRecord> records) throws SQLException {
        Map<String, HistoryRecord> own = new HashMap<>();
        for (HistoryRecord record : records) {
            HistoryRecord twin = own.putIfAbsent(record.id(), record);
            Optional<HistoryRecord> there = twin == null ? existing(record.id()) : Optional.of(twin);
            if (there.isPresent() && !there.get().equals(record)) {
                return Optional.of(new ConflictingHistoryException(record.id()));
            }
        }
        return Optional.empty();
    }

    /** Returns how many were not there. */
    int add(List<HistoryRecord> records) throws SQLException {
        int fresh = 0;
        for (HistoryRecord record : records) {
            add.setString(1, record.id());
            add.setString(2, record.kind());
            add.setLong(3, record.at().toEpochMilli());
            if (record.login().isPresent()) {
                add.setString(4, record.login().get().text());
            } else {
                add.setNull(4, Types.VARCHAR);
            }
            add.setString(5, record.fieldsText());
            fresh += add.executeUpdate();
        }
        return fresh;
    }

    private Optional<HistoryRecord> existing(String id) throws SQLException {
        find.setString(1, id);
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    /** Hands over every record that {@code connection} sees. */
    static void each(Connection connection, Consumer<HistoryRecord> consumer) throws SQLException {
        try (PreparedStatement all = connection.prepareStatement(SELECT + "ORDER BY sequence");
                ResultSet row = all.executeQuery()) {
            while (row.next()) {
                consumer.accept(read(row));
            }
        }
    }

    private static HistoryRecord read(ResultSet row) throws SQLException {
        String login = row.getString(4);
        return new HistoryRecord(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                login == null ? Optional.empty() : Optional.of(new Address(login)),
                HistoryRecord.parseFields(row.getString(5)));
    }
}
