package io.potpool.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/** One small step of keeping the database small, of whichever kind there is something to do. */
final class Tidying {

    private final Folding folding;
    private final Pruning pruning;
    private final HeightTable heights;
    private final AbsenceTable absences;
    private final InstantSource clock;
    private final long keepMillis;

    Tidying(Connection connection, Names names, HeightTable heights, AbsenceTable absences, Session.Source source)
            throws SQLException {
        this.absences = absences;
        this.folding = new Folding(connection, names, absences, source.alarm());
        this.pruning = new Pruning(connection, names);
        this.heights = heights;
        this.clock = source.clock();
        this.keepMillis = source.keep().toMillis();
    }

    /** Does it within the writer's transaction and returns whether there may be more to do. */
    boolean step() throws SQLException {
        long now = clock.millis();
        absences.expire(now);
        long oldest = now - keepMillis;
        long settledBelow = heights.get().settledBelow();
        return folding.step(oldest, settledBelow) > 0
                || pruning.fates(now) > 0
                || pruning.terms(settledBelow) > 0
                || pruning.jobs(settledBelow);
    }
}
