package io.potpool.sqlite;

import io.potpool.spi.JournalId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The marks of journals, and the gaps seen in them. */
final class Journals {

    /** A journal's number here and its mark: the sequence of its last batch that was applied. */
    record Mark(long id, long sequence) {}

    private final PreparedStatement find;
    private final PreparedStatement add;
    private final PreparedStatement move;
    private final PreparedStatement gap;

    Journals(Connection connection) throws SQLException {
        find = connection.prepareStatement("SELECT id, mark FROM journal WHERE name = ?");
        add = connection.prepareStatement("INSERT INTO journal (name, mark) VALUES (?, 0) RETURNING id, mark");
        move = connection.prepareStatement("UPDATE journal SET mark = ? WHERE id = ?");
        gap = connection.prepareStatement("INSERT INTO gap (journal, mark, sequence, at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (journal, mark) DO UPDATE SET sequence = max(sequence, excluded.sequence)");
    }

    Mark of(JournalId journal) throws SQLException {
        byte[] name = ByteBuffer.allocate(16)
                .putLong(journal.high())
                .putLong(journal.low())
                .array();
        for (PreparedStatement statement : new PreparedStatement[] {find, add}) {
            statement.setBytes(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return new Mark(row.getLong(1), row.getLong(2));
                }
            }
        }
        throw new SQLException("a journal was added without a number");
    }

    void move(Mark mark, long sequence) throws SQLException {
        move.setLong(1, sequence);
        move.setLong(2, mark.id());
        move.executeUpdate();
    }

    void addGap(Mark mark, long sequence, long atMillis) throws SQLException {
        gap.setLong(1, mark.id());
        gap.setLong(2, mark.sequence());
        gap.setLong(3, sequence);
        gap.setLong(4, atMillis);
        gap.executeUpdate();
    }
}
