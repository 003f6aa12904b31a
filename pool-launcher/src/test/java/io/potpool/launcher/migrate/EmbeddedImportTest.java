package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Origin;
import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.metrics.Metrics;
import io.potpool.spi.AccessList;
import io.potpool.spi.AuditReport;
import io.potpool.spi.Ban;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.JournalId;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.spi.StoreException;
import io.potpool.sqlite.SqliteAudit;
import io.potpool.sqlite.SqliteReader;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.contract.SampleShares;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedImportTest {

    private static final Instant FAR = Instant.ofEpochSecond(4_000_000_000L);

    @TempDir
    Path dir;

    Path source;
    PoolConfig config;

    @BeforeEach
    void fill() throws IOException {
        source = Files.createDirectories(dir.resolve("old"));
        Path file = Files.createDirectories(dir.resolve("new")).resolve("config.json");
        Files.writeString(file, configText());
        config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
        try (SqliteStore store = SqliteStore.open(settings())) {
            JournalId journal = JournalId.random();
            for (int i = 1; i <= 30; i++) {
                Address login = i % 2 == 0 ? SampleShares.ALICE : SampleShares.BOB;
                done(store.shares().commit(SampleShares.batch(journal, i, login, 90 + i % 3, i * 100L, 20)));
            }
            done(store.ledger()
                    .post(new Posting(
                            "import:eth:" + SampleShares.ALICE,
                            "opening",
                            Instant.EPOCH,
                            "balance",
                            Entry.transfer(
                                    new Account("pool:opening"),
                                    Account.of(SampleShares.ALICE),
                                    Wei.of(123_456_789)))));
            done(store.heights().announce(journal, 93, 0));
            done(store.terms()
                    .append(
                            journal,
                            new TermsChange.Defaults(new Terms(Difficulty.of(4_000), SampleShares.POT)),
                            () -> 93));
            done(store.solutions().record(solution()));
            done(store.solutions().settle(solution(), SolutionFate.ACCEPTED));
            done(store.policy().ban(new Ban(Origin.parse("10.9.8.7"), FAR, "test")));
            done(store.policy().list(AccessList.WHITELIST, "10.1.1.1", true));
            done(store.history()
                    .add(List.of(new HistoryRecord(
                            "import:eth:payment:1",
                            "payment",
                            Instant.EPOCH,
                            Optional.of(SampleShares.BOB),
                            new TreeMap<>(Map.of("shannon", "5"))))));
        }
    }

    String configText() {
        return "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}";
    }

    private static Solution solution() {
        return new Solution(
                SampleShares.header(93),
                new Nonce(5),
                new Hash256(1, 2, 3, 4),
                93,
                Difficulty.of(1_000),
                "node",
                SampleShares.BOB,
                "rig",
                Instant.ofEpochSecond(1_700_000_000));
    }

    private SqliteSettings settings() {
        return SqliteSettings.of(source, "classic", 61).withClock(() -> SampleShares.AT);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private ImportReport run(boolean dryRun) throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("sqlite:" + source, Optional.empty()),
                        "",
                        dryRun,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
    }

    private PoolStore open() throws IOException {
        return new StoreOpening(config, new Metrics()).open();
    }

    private AuditReport owed() {
        return SqliteAudit.open(source).run(SampleShares.schemes());
    }

    @Test
    void everythingMovesEqualToTheWeiAndTheSourceIsClosed() throws IOException {
        AuditReport before = owed();
        ImportReport dry = run(true);
        SqliteStore.open(settings()).close();

        ImportReport real = run(false);

        assertThat(dry.faults()).isEmpty();
        assertThat(real.body()).isEqualTo(dry.body());
        assertThat(real.outcome()).contains("both audits agree to the wei");
        AuditReport after = Audits.run(config);
        assertThat(after.faults()).isEmpty();
        assertThat(after.totals().balance()).isEqualTo(before.totals().balance());
        before.accounts()
                .forEach((login, line) ->
                        assertThat(after.accounts().get(login).balance()).isEqualTo(line.balance()));
        assertThatThrownBy(() -> SqliteStore.open(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has moved to");
    }

    @Test
    void dryRunLeavesTheSourceAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(source.resolve("potpool.db"));
        String lock = Files.readString(source.resolve("potpool.lock"));

        assertThat(run(true).outcome()).startsWith("dry run: nothing was written");

        assertThat(Files.readAllBytes(source.resolve("potpool.db"))).isEqualTo(before);
        assertThat(Files.readString(source.resolve("potpool.lock"))).isEqualTo(lock);
    }

    @Test
    void dryRunOfAnOlderSchemaIsRefusedAndLeavesItOlder() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source.resolve("potpool.db"))) {
            connection.createStatement().executeUpdate("PRAGMA user_version = 4");
        }
        byte[] before = Files.readAllBytes(source.resolve("potpool.db"));

        assertThatThrownBy(() -> run(true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 4")
                .hasMessageContaining("start and stop this version's pool on it once");

        assertThat(Files.readAllBytes(source.resolve("potpool.db"))).isEqualTo(before);
    }

    /** The files are those of a pool that was killed: what it wrote last is in the log only. */
    @Test
    void dryRunAfterAKillReadsTheLogAndLeavesItThere() throws IOException {
        Path killed = Files.createDirectories(dir.resolve("killed"));
        try (SqliteStore store = SqliteStore.open(settings())) {
            done(store.heights().announce(JournalId.random(), 1_234, 0));
            Files.copy(source.resolve("potpool.db"), killed.resolve("potpool.db"));
            Files.copy(source.resolve("potpool.db-wal"), killed.resolve("potpool.db-wal"));
        }
        source = killed;
        byte[] database = Files.readAllBytes(source.resolve("potpool.db"));
        byte[] log = Files.readAllBytes(source.resolve("potpool.db-wal"));

        assertThat(run(true).body())
                .anySatisfy(
                        line -> assertThat(line).startsWith("highest height").contains(" 1234;"));

        assertThat(Files.readAllBytes(source.resolve("potpool.db"))).isEqualTo(database);
        assertThat(Files.readAllBytes(source.resolve("potpool.db-wal"))).isEqualTo(log);
    }

    @Test
    void heightsTermsSolutionsListsAndHistoryMoveToo() throws IOException {
        run(false);

        Map<String, Integer> kinds = new TreeMap<>();
        Map<Solution, SolutionFate> solutions = new HashMap<>();
        try (PoolStore store = open()) {
            assertThat(store.heights().floor()).isEqualTo(93);
            assertThat(store.heights().highestAnnounced()).isEqualTo(93);
            assertThat(store.terms().load(94))
                    .anySatisfy(record -> assertThat(record.change())
                            .isInstanceOfSatisfying(
                                    TermsChange.Defaults.class,
                                    defaults -> assertThat(defaults.terms().difficulty())
                                            .isEqualTo(Difficulty.of(4_000))));
            assertThat(store.policy().bans(Instant.EPOCH)).hasSize(1);
            assertThat(store.policy().entries(AccessList.WHITELIST)).containsExactly("10.1.1.1");
            store.history().each(record -> kinds.merge(record.kind(), 1, Integer::sum));
            assertThat(store.instances().all()).isEmpty();
            store.ledgerReader().read(false, new LedgerVisitor() {
                @Override
                public void solution(Solution solution, SolutionFate fate) {
                    solutions.put(solution, fate);
                }
            });
        }
        assertThat(kinds).containsEntry("payment", 1).containsEntry("shares", 2).containsEntry("terms", 1);
        assertThat(solutions).containsOnly(Map.entry(solution(), SolutionFate.ACCEPTED));
    }

    @Test
    void secondRunChangesNothing() throws IOException {
        run(false);
        AuditReport once = Audits.run(config);

        ImportReport again = run(false);

        assertThat(again.faults()).isEmpty();
        assertThat(again.outcome()).contains(": 0 of ");
        assertThat(Audits.run(config)).isEqualTo(once);
    }

    @Test
    void moveThatWasBrokenOffIsFinishedByTheNextAndNoPoolRunsMeanwhile() throws IOException {
        AuditReport before = owed();
        String place = new StoreOpening(config, new Metrics()).inWords();
        try (SqliteStore from = SqliteStore.openToMove(settings(), place);
                PoolStore to = open()) {
            done(from.markMoved(place));
            Writes writes = new Writes(to);
            Sink dying = new Sink() {
                private boolean first = true;

                @Override
                public void post(Posting posting) {
                    if (!first) {
                        throw new IllegalStateException("killed");
                    }
                    first = false;
                    writes.post(posting);
                }

                @Override
                public void record(HistoryRecord record) {}

                @Override
                public void list(AccessList list, String entry) {}

                @Override
                public void fault(String words) {}
            };
            assertThatThrownBy(() -> new MovePass(MoveSource.of(from)).run(dying))
                    .hasStackTraceContaining("killed");
            writes.finish();
        }
        assertThatThrownBy(() -> SqliteStore.open(settings())).hasMessageContaining("repeat it");

        assertThat(run(false).faults()).isEmpty();
        assertThat(Audits.run(config).totals().balance())
                .isEqualTo(before.totals().balance());
    }

    @Test
    void sourceInUseIsRefusedButMayBeLookedAt() throws IOException {
        try (SqliteStore running = SqliteStore.open(settings())) {
            assertThat(running.heights().floor()).isEqualTo(-1);
            assertThat(run(true).outcome()).startsWith("dry run: nothing was written");
            assertThatThrownBy(() -> run(false)).hasMessageContaining("in use");
        }
        assertThat(SqliteReader.open(source).movedTo()).isEmpty();
    }

    @Test
    void sourceWithAnUndrainedSpoolIsRefusedAndStaysOpen() throws IOException {
        Files.createDirectories(source.resolve("spool"));
        Files.writeString(source.resolve("spool/0001.spool"), "batches");

        assertThat(run(false).faults()).singleElement().asString().contains("still has shares");
        SqliteStore.open(settings()).close();
    }

    @Test
    void sourceThatDoesNotAddUpIsRefusedAndStaysOpen() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source.resolve("potpool.db"))) {
            connection.createStatement().executeUpdate("UPDATE account SET balance = credited WHERE name LIKE 'pool%'");
        }

        assertThat(run(false).faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith("the source's audit: "));
        SqliteStore.open(settings()).close();
        assertThat(Audits.run(config).accounts()).isEmpty();
    }

    @Test
    void storeOfAnotherChainIsRefused() throws IOException {
        Path other = Files.createDirectories(dir.resolve("other"));
        SqliteStore.open(SqliteSettings.of(other, "mordor", 63)).close();
        source = other;

        assertThatThrownBy(() -> run(true)).hasMessageContaining("belongs to the chain mordor");
        assertThatThrownBy(() -> run(false)).hasMessageContaining("belongs to the chain mordor");
    }

    @Test
    void directoryWithoutAStoreIsRefused() throws IOException {
        source = dir.resolve("nothing");

        assertThat(run(false).faults()).singleElement().asString().contains("no potpool.db");
    }
}
