package io.potpool.sqlite;

import io.potpool.audit.ShareRow;
import io.potpool.domain.Wei;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.ShareCredit;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Adds share rows: whole, or as zero rows where the same nonce is already credited. */
final class ShareTable {

    private final Connection connection;
    private final Names names;
    private final PreparedStatement add;
    private long next;

    ShareTable(Connection connection, Names names) throws SQLException {
        this.connection = connection;
        this.names = names;
        add = connection.prepareStatement("INSERT INTO share (id, batch, header, nonce, copy, job, terms, account,"
                + " worker, at, difficulty, actual, lag_numerator, lag_denominator, wei)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (header, nonce, copy) DO NOTHING");
    }

    /** Returns the number that the next row gets; rows of a batch follow each other without a gap. */
    long next() throws SQLException {
        if (next == 0) {
            next = 1
                    + Math.max(
                            Database.number(connection, "SELECT max(id) FROM share"),
                            Database.number(
                                    connection, "SELECT first_share + shares - 1 FROM batch ORDER BY id DESC LIMIT 1"));
        }
        return next;
    }

    /** Adds a row and returns it as it was stored. */
    ShareRow add(long batch, ShareCredit credit) throws SQLException {
        ShareFacts facts = credit.facts();
        long id = next();
        Names.Text terms = names.terms(credit.terms());
        Wei reward = credit.reward();
        add.setLong(1, id);
        add.setLong(2, batch);
        add.setLong(3, names.header(facts.header()));
        add.setLong(4, facts.nonce().value());
        add.setLong(5, 0);
        add.setLong(6, names.job(facts));
        add.setLong(7, terms.id());
        add.setLong(8, names.account(credit.login().text()));
        add.setString(9, credit.worker());
        add.setLong(10, credit.at().toEpochMilli());
        Columns.setDifficulty(add, 11, facts.effective());
        Columns.setDifficulty(add, 12, facts.actual());
        add.setLong(13, facts.lagFactor().numerator());
        add.setLong(14, facts.lagFactor().denominator());
        add.setBytes(15, Columns.wei(reward));
        boolean late = add.executeUpdate() == 0;
        if (late) {
            add.setLong(5, id);
            add.setBytes(15, Columns.wei(BigInteger.ZERO));
            add.executeUpdate();
        }
        next = id + 1;
        return ShareRow.of(credit, terms.text(), late ? BigInteger.ZERO : reward.value(), late);
    }
}
