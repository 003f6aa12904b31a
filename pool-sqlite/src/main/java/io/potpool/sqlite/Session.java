package io.potpool.sqlite;

import io.potpool.store.Alarm;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The writer's connection with its statements and what it remembers of the rows. After a failed transaction none of that
 * can be trusted (the driver closes statements that fail): the session is closed and a new one opened.
 */
final class Session implements AutoCloseable {

    /** What sessions are opened with. */
    record Source(Database database, InstantSource clock, Duration keep, Alarm alarm) {

        Session open() throws SQLException {
            return over(database.writer());
        }

        /** Returns a session over a connection, which it closes if it fails. */
        Session over(Connection connection) throws SQLException {
            try {
                return new Session(connection, this);
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        }
    }

    private final Connection connection;
    private final BatchTable batches;
    private final HeightTable heights;
    private final TermsRows terms;
    private final SolutionTable solutions;
    private final PolicyTable policy;
    private final HistoryTable history;
    private final PostingTable postings;
    private final AbsenceTable absences;
    private final Tidying tidying;

    private Session(Connection connection, Source source) throws SQLException {
        this.connection = connection;
        Names names = new Names(connection);
        absences = new AbsenceTable(connection);
        batches = new BatchTable(connection, names, absences, source.clock(), source.alarm());
        heights = new HeightTable(connection);
        terms = new TermsRows(connection);
        solutions = new SolutionTable(connection);
        policy = new PolicyTable(connection);
        history = new HistoryTable(connection);
        postings = new PostingTable(connection, names);
        tidying = new Tidying(connection, names, heights, absences, source);
    }

    /** Waits a moment for another process that writes; fails with a busy error if that was not enough. */
    void begin() throws SQLException {
        Database.execute(connection, "BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        Database.execute(connection, "COMMIT");
    }

    Connection connection() {
        return connection;
    }

    BatchTable batches() {
        return batches;
    }

    HeightTable heights() {
        return heights;
    }

    TermsRows terms() {
        return terms;
    }

    SolutionTable solutions() {
        return solutions;
    }

    PolicyTable policy() {
        return policy;
    }

    PostingTable postings() {
        return postings;
    }

    HistoryTable history() {
        return history;
    }

    AbsenceTable absences() {
        return absences;
    }

    Tidying tidying() {
        return tidying;
    }

    /** Rolls back what is not committed, and closes the connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
