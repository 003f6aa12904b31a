package io.potpool.sqlite;

import io.potpool.domain.Address;
import io.potpool.rewards.RewardTerms;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** Terms records as rows. */
final class TermsRows {

    static final String SELECT =
            "SELECT sequence, from_height, kind, prefix, login, difficulty, a, reward FROM terms_log ";

    private static final String INSERT = "INSERT INTO terms_log"
            + " (from_height, at, kind, prefix, login, difficulty, a, reward) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " RETURNING sequence";

    private final PreparedStatement add;

    TermsRows(Connection connection) throws SQLException {
        add = connection.prepareStatement(INSERT);
    }

    TermsRecord add(long fromHeight, long atMillis, TermsChange change) throws SQLException {
        add.clearParameters();
        add.setLong(1, fromHeight);
        add.setLong(2, atMillis);
        for (int column = 5; column <= 8; column++) {
            add.setNull(column, Types.NULL);
        }
        if (change instanceof TermsChange.Defaults defaults) {
            kind("defaults", "");
            Columns.setDifficulty(add, 6, defaults.terms().difficulty());
            add.setString(8, defaults.terms().reward().toText());
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
            return new TermsRecord(row.getLong(1), fromHeight, change);
        }
    }

    private void kind(String kind, String prefix) throws SQLException {
        add.setString(3, kind);
        add.setString(4, prefix);
    }

    static TermsRecord read(ResultSet row) throws SQLException {
        TermsChange change = switch (row.getString(3)) {
            case "defaults" ->
                new TermsChange.Defaults(new Terms(Columns.difficulty(row, 6), RewardTerms.parse(row.getString(8))));
            case "lease" ->
                new TermsChange.Lease(
                        NoncePrefix.parse(row.getString(4)), new Address(row.getString(5)), leaseTerms(row));
            default -> new TermsChange.End(NoncePrefix.parse(row.getString(4)));
        };
        return new TermsRecord(row.getLong(1), row.getLong(2), change);
    }

    private static LeaseTerms leaseTerms(ResultSet row) throws SQLException {
        return new LeaseTerms(
                row.getObject(6) == null ? Optional.empty() : Optional.of(Columns.difficulty(row, 6)),
                Optional.ofNullable(row.getString(7)).map(BigDecimal::new));
    }
}
