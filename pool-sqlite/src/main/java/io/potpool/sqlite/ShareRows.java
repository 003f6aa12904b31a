package io.potpool.sqlite;

import io.potpool.audit.ShareRow;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads share rows. */
final class ShareRows {

    /** Selects the columns that {@link #read} takes, of rows {@code s}; the caller adds conditions and order. */
    static final String SELECT = "SELECT s.id, s.batch, h.hash, s.nonce, j.height, j.network, j.reward, t.text, a.name,"
            + " s.worker, s.at, s.difficulty, s.actual, s.lag_numerator, s.lag_denominator, s.wei, s.copy, s.account"
            + " FROM share s LEFT JOIN header h ON h.id = s.header"
            + " LEFT JOIN job j ON j.id = s.job AND j.header = s.header"
            + " LEFT JOIN terms t ON t.id = s.terms LEFT JOIN account a ON a.id = s.account ";

    static final int ID = 1;
    static final int BATCH = 2;
    static final int ACCOUNT = 18;

    private ShareRows() {}

    /** @throws IllegalArgumentException if the row, or one that it refers to, is missing or malformed */
    static ShareRow read(ResultSet row) throws SQLException {
        byte[] header = row.getBytes(3);
        String terms = row.getString(8);
        String login = row.getString(9);
        if (header == null || row.getObject(5) == null || terms == null || login == null) {
            throw new IllegalArgumentException("refers to a header, job, terms or account that is not there");
        }
        long copy = row.getLong(17);
        if (copy != 0 && copy != row.getLong(ID)) {
            throw new IllegalArgumentException("is neither a credited share nor a late duplicate");
        }
        ShareFacts facts = new ShareFacts(
                Hash256.of(header),
                new Nonce(row.getLong(4)),
                row.getLong(5),
                Columns.difficulty(row, 6),
                new Wei(Columns.wei(row, 7)),
                Columns.difficulty(row, 12),
                Columns.difficulty(row, 13),
                new Ratio(row.getLong(14), row.getLong(15)));
        return new ShareRow(facts, terms, login, row.getString(10), row.getLong(11), Columns.wei(row, 16), copy != 0);
    }
}
