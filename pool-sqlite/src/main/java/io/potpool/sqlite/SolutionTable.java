package io.potpool.sqlite;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Solutions as rows. */
final class SolutionTable {

    static final String SELECT =
            "SELECT header, nonce, mix, height, network, node, login, worker, found_at, fate FROM solution ";
    static final int FATE = 10;

    private static final long NANOS = 1_000_000_000L;
    private static final String INSERT = "INSERT INTO solution"
            + " (header, nonce, mix, height, network, node, login, worker, found_at, fate)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (header, nonce) DO ";

    private final PreparedStatement add;
    private final PreparedStatement set;

    SolutionTable(Connection connection) throws SQLException {
        add = connection.prepareStatement(INSERT + "NOTHING");
        set = connection.prepareStatement(INSERT + "UPDATE SET fate = excluded.fate");
    }

    /** Adds a solution unless it is there. */
    void add(Solution solution) throws SQLException {
        write(add, solution, SolutionFate.PENDING);
    }

    /** Sets a solution's fate, and adds it if it is not there. */
    void set(Solution solution, SolutionFate fate) throws SQLException {
        write(set, solution, fate);
    }

    private static void write(PreparedStatement statement, Solution solution, SolutionFate fate) throws SQLException {
        statement.setBytes(1, solution.header().toBytes());
        statement.setLong(2, solution.nonce().value());
        statement.setBytes(3, solution.mix().toBytes());
        statement.setLong(4, solution.height());
        Columns.setDifficulty(statement, 5, solution.network());
        statement.setString(6, solution.nodeId());
        statement.setString(7, solution.login().text());
        statement.setString(8, solution.worker());
        statement.setLong(9, nanos(solution.foundAt()));
        statement.setString(FATE, fate.name());
        statement.executeUpdate();
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    }

    static Solution read(ResultSet row) throws SQLException {
        long foundAt = row.getLong(9);
        return new Solution(
                Hash256.of(row.getBytes(1)),
                new Nonce(row.getLong(2)),
                Hash256.of(row.getBytes(3)),
                row.getLong(4),
                Columns.difficulty(row, 5),
                row.getString(6),
                new Address(row.getString(7)),
                row.getString(8),
                Instant.ofEpochSecond(Math.floorDiv(foundAt, NANOS), Math.floorMod(foundAt, NANOS)));
    }
}
