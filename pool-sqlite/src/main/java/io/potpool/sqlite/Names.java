package io.potpool.sqlite;

import io.potpool.domain.Hash256;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.store.Recent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** The numbers that share rows and entries name headers, jobs, terms and accounts by; made when first needed. */
final class Names {

    private static final int REMEMBERED = 4096;

    private record JobFacts(Hash256 header, long height, Object network, Object reward) {}

    /** A row's number and the text it stands for. */
    record Text(long id, String text) {}

    private final Map<Hash256, Long> headers = new Recent<>(REMEMBERED);
    private final Map<JobFacts, Long> jobs = new Recent<>(REMEMBERED);
    private final Map<RewardTerms, Text> terms = new Recent<>(REMEMBERED);
    private final Map<String, Long> accounts = new Recent<>(REMEMBERED * 8);
    private final PreparedStatement findHeader;
    private final PreparedStatement addHeader;
    private final PreparedStatement findJob;
    private final PreparedStatement addJob;
    private final PreparedStatement findTerms;
    private final PreparedStatement addTerms;
    private final PreparedStatement findAccount;
    private final PreparedStatement addAccount;

    Names(Connection connection) throws SQLException {
        findHeader = connection.prepareStatement("SELECT id FROM header WHERE hash = ?");
        addHeader = connection.prepareStatement("INSERT INTO header (hash) VALUES (?) RETURNING id");
        findJob = connection.prepareStatement(
                "SELECT id FROM job WHERE header = ? AND height = ? AND network = ? AND reward = ?");
        addJob = connection.prepareStatement(
                "INSERT INTO job (header, height, network, reward) VALUES (?, ?, ?, ?) RETURNING id");
        findTerms = connection.prepareStatement("SELECT id FROM terms WHERE text = ?");
        addTerms = connection.prepareStatement("INSERT INTO terms (text) VALUES (?) RETURNING id");
        findAccount = connection.prepareStatement("SELECT id FROM account WHERE name = ?");
        addAccount = connection.prepareStatement("INSERT INTO account (name, credited, balance, shares)"
                + " VALUES (?, zeroblob(16), zeroblob(16), 0) RETURNING id");
    }

    /** Drops what is remembered: it may not have been committed, or has been deleted. */
    void forget() {
        headers.clear();
        jobs.clear();
        terms.clear();
        accounts.clear();
    }

    long header(Hash256 hash) throws SQLException {
        Long known = headers.get(hash);
        if (known != null) {
            return known;
        }
        byte[] bytes = hash.toBytes();
        findHeader.setBytes(1, bytes);
        addHeader.setBytes(1, bytes);
        long id = findOrAdd(findHeader, addHeader);
        headers.put(hash, id);
        return id;
    }

    long job(ShareFacts facts) throws SQLException {
        JobFacts key = new JobFacts(facts.header(), facts.height(), facts.network(), facts.blockReward());
        Long known = jobs.get(key);
        if (known != null) {
            return known;
        }
        long header = header(facts.header());
        for (PreparedStatement statement : new PreparedStatement[] {findJob, addJob}) {
            statement.setLong(1, header);
            statement.setLong(2, facts.height());
            Columns.setDifficulty(statement, 3, facts.network());
            statement.setBytes(4, Columns.wei(facts.blockReward()));
        }
        long id = findOrAdd(findJob, addJob);
        jobs.put(key, id);
        return id;
    }

    Text terms(RewardTerms of) throws SQLException {
        Text known = terms.get(of);
        if (known != null) {
            return known;
        }
        String text = of.toText();
        findTerms.setString(1, text);
        addTerms.setString(1, text);
        Text found = new Text(findOrAdd(findTerms, addTerms), text);
        terms.put(of, found);
        return found;
    }

    long account(String name) throws SQLException {
        Long known = accounts.get(name);
        if (known != null) {
            return known;
        }
        findAccount.setString(1, name);
        addAccount.setString(1, name);
        long id = findOrAdd(findAccount, addAccount);
        accounts.put(name, id);
        return id;
    }

    private static long findOrAdd(PreparedStatement find, PreparedStatement add) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        try (ResultSet row = add.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("a row was added without a number");
            }
            return row.getLong(1);
        }
    }
}
