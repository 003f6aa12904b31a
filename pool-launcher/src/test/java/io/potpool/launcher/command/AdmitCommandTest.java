package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.JournalId;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdmitCommandTest {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int admit(String journal) throws IOException {
        Path file = dir.resolve("config.json");
        Files.writeString(
                file, "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}");
        return new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("admit", journal, file.toString());
    }

    @Test
    void theJournalIsRecordedInTheStore() throws IOException, SQLException {
        JournalId journal = new JournalId(7, 8);
        assertThat(admit(journal.toString())).isZero();
        assertThat(out.toString()).contains("admitted").contains(journal.toString());
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + dir.resolve("data").resolve("potpool.db"));
                var rows = connection.createStatement().executeQuery("SELECT lower(hex(journal)) FROM admitted")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(journal.toString());
        }
    }

    @Test
    void whatIsNoIdIsRefused() throws IOException {
        assertThat(admit("eu-1")).isEqualTo(2);
        assertThat(err.toString()).contains("not the id of a journal: eu-1");
    }

    @Test
    void aStoreInUseIsLeftAlone() throws IOException {
        try (SqliteStore running = SqliteStore.open(SqliteSettings.of(dir.resolve("data"), "classic", 61))) {
            assertThat(running.heights().highestAnnounced()).isEqualTo(-1);
            assertThat(admit(new JournalId(7, 8).toString())).isEqualTo(1);
            assertThat(err.toString()).contains("potpool: ").contains("data");
        }
    }
}
