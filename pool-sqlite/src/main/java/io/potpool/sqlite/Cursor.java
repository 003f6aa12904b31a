package io.potpool.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A result that is read in step with others, ordered by the number in its first column. */
final class Cursor {

    private final ResultSet row;
    private long at;

    Cursor(ResultSet row) throws SQLException {
        this.row = row;
        next();
    }

    /** Returns the first column of the current row, or the greatest number behind the last. */
    long at() {
        return at;
    }

    ResultSet row() {
        return row;
    }

    void next() throws SQLException {
        at = row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }
}
