package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.spi.AuditReport;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Short forms for tests of the store. */
final class Stores {

    private Stores() {}

    /** Settings whose clock stands where the sample shares were read, so that nothing folds by itself. */
    static SqliteSettings settings(Path dir) {
        return SqliteSettings.of(dir, "classic", 61).withClock(() -> SampleShares.AT);
    }

    static SqliteStore open(Path dir) {
        return SqliteStore.open(settings(dir));
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static CompletionStage<List<ShareFate>> send(
            SqliteStore store, JournalId journal, long sequence, Address login, long height, int count) {
        return store.shares().commit(SampleShares.batch(journal, sequence, login, height, sequence * 1000, count));
    }

    static AuditReport audit(Path dir) {
        return SqliteAudit.open(dir).run(SampleShares.schemes());
    }

    static AuditReport soundAudit(Path dir) {
        AuditReport report = audit(dir);
        assertThat(report.faults()).isEmpty();
        return report;
    }

    /** Opens the database as a stranger would. */
    static Connection stranger(Path dir) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("potpool.db"));
    }

    static void alter(Path dir, String sql) throws SQLException {
        try (Connection connection = stranger(dir);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    static long number(Path dir, String sql) throws SQLException {
        try (Connection connection = stranger(dir)) {
            return Database.number(connection, sql);
        }
    }
}
