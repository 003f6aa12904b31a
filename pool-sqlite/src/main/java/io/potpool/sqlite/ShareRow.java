package io.potpool.sqlite;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.ShareCredit;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A share as its row says, whole: what its pay is recomputed from, and the pay.
 *
 * @param terms the text of its terms
 * @param atMillis when its line was read
 * @param wei what its login got for it; 0 if it is late
 * @param late whether it is a late duplicate
 */
record ShareRow(
        ShareFacts facts, String terms, String login, String worker, long atMillis, BigInteger wei, boolean late) {

    /** Selects the columns that {@link #read} takes, of rows {@code s}; the caller adds conditions and order. */
    static final String SELECT = "SELECT s.id, s.batch, h.hash, s.nonce, j.height, j.network, j.reward, t.text, a.name,"
            + " s.worker, s.at, s.difficulty, s.actual, s.lag_numerator, s.lag_denominator, s.wei, s.copy, s.account"
            + " FROM share s LEFT JOIN header h ON h.id = s.header"
            + " LEFT JOIN job j ON j.id = s.job AND j.header = s.header"
            + " LEFT JOIN terms t ON t.id = s.terms LEFT JOIN account a ON a.id = s.account ";

    static final int ID = 1;
    static final int BATCH = 2;
    static final int ACCOUNT = 18;

    static ShareRow of(ShareCredit credit, String terms, BigInteger wei, boolean late) {
        return new ShareRow(
                credit.facts(),
                terms,
                credit.login().text(),
                credit.worker(),
                credit.at().toEpochMilli(),
                wei,
                late);
    }

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

    /** @throws IllegalArgumentException if the login is not an address */
    Address address() {
        return new Address(login);
    }
}
