package io.potpool.sqlite;

import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Address;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.JournalId;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Terms records as rows. */
final class TermsRows {

    static final String SELECT =
            "SELECT sequence, from_height, kind, prefix, login, difficulty, a, reward, instance, schedule FROM terms_log ";

    private static final String INSERT = "INSERT INTO terms_log"
            + " (from_height, at, kind, prefix, login, difficulty, a, reward, instance, schedule)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " RETURNING sequence";

    private static final int ID_BYTES = 16;

    private final PreparedStatement add;
    private final PreparedStatement after;
    private final PreparedStatement last;

    TermsRows(Connection connection) throws SQLException {
        add = connection.prepareStatement(INSERT);
        after = connection.prepareStatement(SELECT + "WHERE sequence > ? ORDER BY sequence");
        last = connection.prepareStatement("SELECT seq FROM sqlite_sequence WHERE name = 'terms_log'");
    }

    TermsRecord add(JournalId by, long fromHeight, long atMillis, TermsChange change) throws SQLException {
        add.clearParameters();
        add.setLong(1, fromHeight);
        add.setLong(2, atMillis);
        for (int column = 5; column <= 10; column++) {
            add.setNull(column, Types.NULL);
        }
        add.setBytes(9, bytes(by));
        if (change instanceof TermsChange.Defaults defaults) {
            kind("defaults", "");
            Columns.setDifficulty(add, 6, defaults.terms().difficulty());
            add.setString(8, defaults.terms().reward().toText());
            add.setString(
                    10, defaults.terms().schedule().map(RewardSchedule::toText).orElse(null));
        } else if (change instanceof TermsChange.Lease lease) {
            kind("lease", lease.prefix().toHex());
            add.setString(5, lease.login().text());
            if (lease.terms().difficulty().isPresent()) {
                Columns.setDifficulty(add, 6, lease.terms().difficulty().get());
            }
            if (lease.terms().a().isPresent()) {
                add.setString(7, lease.terms().a().get().toString());
            }
        } else if (change instanceof TermsChange.End end) {
            kind("end", end.prefix().toHex());
        }
        try (ResultSet row = add.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("a terms record was added without a number");
            }
            return new TermsRecord(row.getLong(1), by, fromHeight, change);
        }
    }

    /** Returns the records after a sequence, in their order. */
    List<TermsRecord> after(long known) throws SQLException {
        after.setLong(1, known);
        List<TermsRecord> records = new ArrayList<>();
        try (ResultSet row = after.executeQuery()) {
            while (row.next()) {
                records.add(read(row));
            }
        }
        return records;
    }

    /** Returns the highest sequence ever given, or 0. */
    long lastSequence() throws SQLException {
        try (ResultSet row = last.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static byte[] bytes(JournalId id) {
        return ByteBuffer.allocate(ID_BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    private static JournalId writer(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != ID_BYTES) {
            return JournalId.UNKNOWN;
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new JournalId(halves.getLong(), halves.getLong());
    }

    private void kind(String kind, String prefix) throws SQLException {
        add.setString(3, kind);
        add.setString(4, prefix);
    }

    static TermsRecord read(ResultSet row) throws SQLException {
        TermsChange change = switch (row.getString(3)) {
            case "defaults" ->
                new TermsChange.Defaults(new Terms(
                        Columns.difficulty(row, 6),
                        RewardTerms.parse(row.getString(8)),
                        Optional.ofNullable(row.getString(10)).map(RewardSchedule::parse)));
            case "lease" ->
                new TermsChange.Lease(
                        NoncePrefix.parse(row.getString(4)), new Address(row.getString(5)), leaseTerms(row));
            default -> new TermsChange.End(NoncePrefix.parse(row.getString(4)));
        };
        return new TermsRecord(row.getLong(1), writer(row.getBytes(9)), row.getLong(2), change);
    }

    private static LeaseTerms leaseTerms(ResultSet row) throws SQLException {
        return new LeaseTerms(
                row.getObject(6) == null ? Optional.empty() : Optional.of(Columns.difficulty(row, 6)),
                Optional.ofNullable(row.getString(7)).map(BigDecimal::new));
    }
}
