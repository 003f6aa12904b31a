package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.JournalId;
import io.potpool.spi.Posting;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.testkit.contract.SampleShares;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportCommandTest {

    private static final String NOTE = "a \"note\", with\r\nlines";

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config;

    @BeforeEach
    void fill() throws IOException {
        config = dir.resolve("config.json");
        Files.writeString(
                config,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}");
        try (SqliteStore store =
                SqliteStore.open(SqliteSettings.of(Files.createDirectories(dir.resolve("data")), "classic", 61)
                        .withClock(() -> SampleShares.AT))) {
            JournalId journal = JournalId.random();
            store.shares()
                    .commit(SampleShares.batch(journal, 1, SampleShares.ALICE, 90, 0, 5))
                    .toCompletableFuture()
                    .join();
            store.shares()
                    .commit(SampleShares.batch(journal, 2, SampleShares.BOB, 90, 3, 5))
                    .toCompletableFuture()
                    .join();
            store.ledger()
                    .post(new Posting(
                            "adjustment:1",
                            "adjustment",
                            Instant.EPOCH,
                            NOTE,
                            Entry.transfer(
                                    new Account("pool:adjustments"),
                                    Account.of(SampleShares.BOB),
                                    Wei.parse("98765432109876543210"))))
                    .toCompletableFuture()
                    .join();
        }
    }

    private int run(String... arguments) {
        return new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private List<JsonNode> lines() {
        return out.toString()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    @Test
    void hoursAndPostingsOfJsonLinesSumToTheBalances() {
        assertThat(run("export", config.toString())).isZero();

        Map<String, BigInteger> sums = new TreeMap<>();
        Map<String, BigInteger> balances = new TreeMap<>();
        for (JsonNode line : lines()) {
            switch (line.get("type").asString()) {
                case "hour" -> add(sums, line);
                case "posting" -> {
                    assertThat(line.get("note").asString()).isEqualTo(NOTE);
                    line.get("entries").forEach(entry -> add(sums, entry));
                }
                case "balance" ->
                    balances.put(
                            line.get("account").asString(),
                            new BigInteger(line.get("balanceWei").asString()));
                default -> throw new IllegalStateException(line.toString());
            }
        }
        assertThat(sums).isEqualTo(balances).hasSize(4);
    }

    private static void add(Map<String, BigInteger> sums, JsonNode line) {
        sums.merge(
                line.get("account").asString(), new BigInteger(line.get("wei").asString()), BigInteger::add);
    }

    @Test
    void singleSharesComeWhereAskedFor() {
        assertThat(run("export", "--shares", config.toString())).isZero();

        assertThat(lines())
                .filteredOn(line -> line.get("type").asString().equals("share"))
                .hasSize(10)
                .filteredOn(line -> line.get("lateDuplicate").asBoolean())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.get("wei").asString()).isEqualTo("0"));
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(run("export", "--format", "csv", "--shares", config.toString()))
                .isZero();

        List<List<String>> table = table(out.toString());
        int width = table.get(0).size();
        assertThat(table.get(0)).startsWith("type", "time", "account", "wei");
        assertThat(table).allSatisfy(row -> assertThat(row).hasSize(width));
        int note = table.get(0).indexOf("note");
        assertThat(table)
                .filteredOn(row -> row.get(0).equals("posting"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get(note)).isEqualTo(NOTE));
        assertThat(table).filteredOn(row -> row.get(0).equals("share")).hasSize(10);
    }

    /** Reads RFC 4180. */
    private static List<List<String>> table(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString().replaceAll("\r$", ""));
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        return rows;
    }

    @Test
    void otherFormIsWrongUsage() {
        assertThat(run("export", "--format", "xml", config.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("jsonl or csv");
    }

    @Test
    void storeThatWasNeverOpenedIsAFailure() throws IOException {
        Files.delete(dir.resolve("data/potpool.db"));

        assertThat(run("export", config.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no pool has run there yet");
    }
}
