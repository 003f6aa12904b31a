package io.potpool.sqlite;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.ConflictingPostingException;
import io.potpool.spi.Posting;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Postings with their entries. */
final class PostingTable {

    private static final String FIND = "SELECT p.sequence, p.id, p.kind, p.at, p.note, a.name, e.amount FROM posting p"
            + " LEFT JOIN posting_entry e ON e.posting = p.sequence LEFT JOIN account a ON a.id = e.account ";

    private final Names names;
    private final Ledger ledger;
    private final PreparedStatement find;
    private final PreparedStatement add;
    private final PreparedStatement addEntry;

    PostingTable(Connection connection, Names names) throws SQLException {
        this.names = names;
        ledger = new Ledger(connection, names);
        find = connection.prepareStatement(FIND + "WHERE p.id = ? ORDER BY e.position");
        add = connection.prepareStatement(
                "INSERT INTO posting (id, kind, at, note) VALUES (?, ?, ?, ?) RETURNING sequence");
        addEntry = connection.prepareStatement("INSERT INTO posting_entry VALUES (?, ?, ?, ?)");
    }

    /** Returns whether the posting is new, or why it cannot be booked. */
    Optional<ConflictingPostingException> conflict(Posting posting) throws SQLException {
        return existing(posting.id())
                .filter(there -> !there.equals(posting))
                .map(there -> new ConflictingPostingException(posting.id()));
    }

    /** Returns false if it was there already. */
    boolean post(Posting posting) throws SQLException {
        if (existing(posting.id()).isPresent()) {
            return false;
        }
        long sequence = insert(posting);
        int position = 0;
        for (Entry entry : posting.entries()) {
            long account = names.account(entry.account().name());
            addEntry.setLong(1, sequence);
            addEntry.setInt(2, position++);
            addEntry.setLong(3, account);
            addEntry.setBytes(4, Columns.wei(entry.amount()));
            addEntry.executeUpdate();
            ledger.total(entry.account(), entry.amount().value(), 0);
        }
        return true;
    }

    private long insert(Posting posting) throws SQLException {
        add.setString(1, posting.id());
        add.setString(2, posting.kind());
        add.setLong(3, posting.at().toEpochMilli());
        add.setString(4, posting.note());
        try (ResultSet row = add.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("a posting was added without a number");
            }
            return row.getLong(1);
        }
    }

    private Optional<Posting> existing(String id) throws SQLException {
        find.setString(1, id);
        List<Posting> found = new ArrayList<>();
        try (ResultSet row = find.executeQuery()) {
            read(row, found::add);
        }
        return found.stream().findFirst();
    }

    /** Hands over every posting that {@code connection} sees. */
    static void each(Connection connection, Consumer<Posting> consumer) throws SQLException {
        try (PreparedStatement all = connection.prepareStatement(FIND + "ORDER BY p.sequence, e.position");
                ResultSet row = all.executeQuery()) {
            read(row, consumer);
        }
    }

    private static void read(ResultSet row, Consumer<Posting> consumer) throws SQLException {
        boolean more = row.next();
        while (more) {
            long sequence = row.getLong(1);
            String id = row.getString(2);
            String kind = row.getString(3);
            Instant at = Instant.ofEpochMilli(row.getLong(4));
            String note = row.getString(5);
            List<Entry> entries = new ArrayList<>();
            while (more && row.getLong(1) == sequence) {
                BigInteger amount = row.getObject(7) == null ? BigInteger.ZERO : Columns.wei(row, 7);
                entries.add(new Entry(new Account(String.valueOf(row.getString(6))), new Wei(amount)));
                more = row.next();
            }
            consumer.accept(new Posting(id, kind, at, note, entries));
        }
    }
}
