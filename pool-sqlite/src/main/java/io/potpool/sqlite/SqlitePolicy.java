package io.potpool.sqlite;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bans and the operator's lists; an operator may change the rows while the pool runs. */
final class SqlitePolicy implements PolicyStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqlitePolicy.class);

    private final Writer writer;
    private final Database database;
    private final InstantSource clock;

    SqlitePolicy(Writer writer, Database database, InstantSource clock) {
        this.writer = writer;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> ban(Ban ban) {
        return writer.submit(Lane.POLICY, 1, (session, answer) -> {
            session.policy().ban(ban, clock.instant());
            return () -> answer.complete(null);
        });
    }

    @Override
    public CompletionStage<Void> lift(Origin origin) {
        return writer.submit(Lane.POLICY, 1, (session, answer) -> {
            session.policy().lift(origin);
            return () -> answer.complete(null);
        });
    }

    @Override
    public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
        return writer.submit(Lane.POLICY, 1, (session, answer) -> {
            session.policy().list(list, entry, on);
            return () -> answer.complete(null);
        });
    }

    @Override
    public List<Ban> bans(Instant now) {
        List<Ban> bans = new ArrayList<>();
        try (Connection connection = database.reader();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT origin, until, reason FROM ban WHERE until > ?" + " ORDER BY until DESC LIMIT ?")) {
            select.setLong(1, now.toEpochMilli());
            select.setInt(2, MOST_BANS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    read(row, bans);
                }
            }
        } catch (SQLException failure) {
            throw new StoreException("the bans could not be read", failure);
        }
        return bans;
    }

    private static void read(ResultSet row, List<Ban> bans) throws SQLException {
        try {
            bans.add(new Ban(Origin.parse(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)), row.getString(3)));
        } catch (IllegalArgumentException wrong) {
            LOG.warn("a ban of the store is left out: {}", wrong.getMessage());
        }
    }

    @Override
    public Set<String> entries(AccessList list) {
        Set<String> entries = new HashSet<>();
        try (Connection connection = database.reader();
                PreparedStatement select =
                        connection.prepareStatement("SELECT entry FROM access_list WHERE list = ?")) {
            select.setString(1, PolicyTable.name(list));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(row.getString(1));
                }
            }
        } catch (SQLException failure) {
            throw new StoreException("the " + PolicyTable.name(list) + " could not be read", failure);
        }
        return entries;
    }
}
