package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.AccessList;
import io.potpool.spi.AuditReport;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyImportTest {

    private static final long SEED = 20_261_126;

    @TempDir
    Path dir;

    private RedisServer old;
    private PoolConfig config;

    @BeforeEach
    void start() throws IOException {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        Path file = dir.resolve("config.json");
        Files.writeString(
                file, "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}");
        config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    @AfterEach
    void stop() {
        old.close();
    }

    private OldPoolData data() {
        return new OldPoolData(SEED, "eth");
    }

    private ImportReport run(boolean dryRun) throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port() + "/0", Optional.empty()),
                        "eth",
                        dryRun,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
    }

    private PoolStore open() throws IOException {
        return new StoreOpening(config, new Metrics()).open();
    }

    @Test
    void fiveThousandMinersComeOverExactToTheWeiAndOnce() throws IOException {
        OldPoolData data = data().miners(5_000)
                .payments(3_000)
                .blocks(300, 19_000_000)
                .pow(19_000_310)
                .noise();
        data.writeTo(old);

        ImportReport dry = run(true);
        try (PoolStore store = open()) {
            store.ledger().each(posting -> assertThat(posting).isNull());
        }
        ImportReport real = run(false);
        ImportReport again = run(false);

        assertThat(dry.faults()).isEmpty();
        assertThat(real.body()).isEqualTo(dry.body()).isEqualTo(again.body());
        assertThat(dry.outcome())
                .contains("dry run", data.postings + " of " + data.postings + " postings would be new");
        assertThat(real.outcome())
                .contains("imported: " + data.postings + " of " + data.postings, data.openings + " wei");
        assertThat(again.outcome()).contains("imported: 0 of " + data.postings, data.openings + " wei");
        assertThat(real.body())
                .anySatisfy(line -> assertThat(line).contains("miners").endsWith(" 5000"));
        assertThat(real.body())
                .anySatisfy(line -> assertThat(line)
                        .contains("balances", data.shannon.stripTrailingZeros().toPlainString() + " Shannon"));
        AuditReport audit = Audits.run(config);
        assertThat(audit.faults()).isEmpty();
        assertThat(audit.totals().balance().value()).isEqualTo(data.openings);
        assertThat(audit.accounts()).hasSize((int) data.postings);
    }

    @Test
    void historyAndListsComeOver() throws IOException {
        OldPoolData data = data().miners(100).payments(1_500).blocks(20, 100).noise();
        data.writeTo(old);

        run(false);

        Map<String, Integer> kinds = new TreeMap<>();
        BigDecimal[] paid = {BigDecimal.ZERO};
        try (PoolStore store = open()) {
            store.history().each(record -> {
                kinds.merge(record.kind(), 1, Integer::sum);
                if (record.kind().equals("payment")) {
                    paid[0] = paid[0].add(new BigDecimal(record.fields().get("shannon")));
                }
            });
            assertThat(store.policy().entries(AccessList.BLACKLIST)).containsExactly(OldPoolData.login(7));
            assertThat(store.policy().entries(AccessList.WHITELIST)).containsExactly("10.1.2.3");
            assertThat(store.heights().floor()).isEqualTo(119);
        }
        assertThat(kinds)
                .containsEntry("payment", 1_500)
                .containsEntry("block", 20)
                .containsEntry("account", 100)
                .containsEntry("shift-day", 30)
                .containsEntry("shift-hour", 30);
        assertThat(paid[0]).isEqualByComparingTo(new BigDecimal(data.paid));
    }

    @Test
    void heightsOfTheOldPoolsNodesAreTheFloorWhereNoShareOrBlockHasOne() throws IOException {
        data().miners(3).writeTo(old);
        old.send(
                "HSET",
                "eth:nodes",
                "main:height",
                "19000310",
                "spare:height",
                "19000312",
                "main:difficulty",
                "99000000");

        ImportReport report = run(false);

        assertThat(report.body())
                .anySatisfy(
                        line -> assertThat(line).startsWith("highest height").contains(" 19000312;"))
                .noneSatisfy(line -> assertThat(line).contains("no floor"));
        try (PoolStore store = open()) {
            assertThat(store.heights().floor()).isEqualTo(19_000_312);
        }
    }

    @Test
    void reportSaysWhyItMattersThatNoHeightIsKnown() throws IOException {
        data().miners(3).writeTo(old);
        old.send("HSET", "eth:nodes", "main:height", "none");

        assertThat(run(true).body())
                .anySatisfy(line ->
                        assertThat(line).startsWith("note: no floor of heights").contains("paid here once more"));
        run(false);
        try (PoolStore store = open()) {
            assertThat(store.heights().floor()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12000000000",
        "0.000000001, 1",
        "0.0000000001, 1",
        "1.0000000000000001, 1000000001",
        "9007199254740993.5, 9007199254740993500000000",
        "3e2, 300000000000"
    })
    void balanceIsNeverCut(String shannon, String wei) throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", shannon);

        run(false);

        assertThat(Audits.run(config).totals().balance()).isEqualTo(Wei.parse(wei));
    }

    @Test
    void openPaymentsAndTheLockAreRefusedByName() throws IOException {
        data().miners(3).pending(1, 123_456, 1_700_000_000).writeTo(old);
        old.send("SET", "eth:payments:lock", OldPoolData.login(1) + ":123456");

        ImportReport report = run(false);

        assertThat(report.ok()).isFalse();
        assertThat(report.lines())
                .anySatisfy(line -> assertThat(line).startsWith("REFUSED eth:payments:lock is"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("REFUSED open payment of 123456 Shannon to " + OldPoolData.login(1)))
                .contains("nothing was imported");
        assertThat(Audits.run(config).accounts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HSET eth:miners:0x00000000000000000000000000000000000000a1 balance -5 | the balance is negative",
                "HSET eth:miners:0x00000000000000000000000000000000000000a1 balance 1,5 | is not a number",
                "HSET eth:miners:0x00000000000000000000000000000000000000a1 immature 5 | wait for blocks to mature",
                "HSET eth:miners:0x00000000000000000000000000000000000000A1 balance 5 | another key in other letters",
                "HSET eth:miners:worker balance 5 | is no login",
                "ZADD eth:payments:pending 5 garbage | is not LOGIN:AMOUNT",
            })
    void whatCannotBeTakenOverIsRefusedAndNothingIsWritten(String command, String words) throws IOException {
        old.send("HSET", "eth:miners:0x00000000000000000000000000000000000000a1", "balance", "7");
        old.send("HSET", "eth:miners:0x00000000000000000000000000000000000000a2", "balance", "7");
        old.send(command.strip().split(" "));

        ImportReport report = run(false);

        assertThat(report.faults()).singleElement().asString().contains(words);
        assertThat(Audits.run(config).accounts()).isEmpty();
    }

    @Test
    void oldPoolThatStillRunsIsRefusedButMayBeLookedAt() throws IOException {
        data().miners(3).writeTo(old);
        old.send(
                "HSET",
                "eth:nodes",
                "main:lastBeat",
                Long.toString(Instant.now().getEpochSecond()));

        assertThat(run(true).ok()).isTrue();
        assertThat(run(false).faults()).singleElement().asString().contains("the old pool runs", "main:lastBeat");
    }

    @Test
    void wrongPrefixIsRefused() throws IOException {
        old.send("HSET", "etc:miners:" + OldPoolData.login(1), "balance", "7");

        assertThat(run(false).faults()).singleElement().asString().contains("no keys eth:miners:*");
    }

    @Test
    void balanceThatHasChangedSinceIsRefused() throws IOException {
        data().miners(10).writeTo(old);
        run(false);
        old.send("HINCRBYFLOAT", "eth:miners:" + OldPoolData.login(5), "balance", "1.5");

        assertThat(run(false).faults())
                .singleElement()
                .asString()
                .contains("import:eth:" + OldPoolData.login(5), "was imported before");
    }

    @Test
    void importThatWasBrokenOffIsFinishedByTheNext() throws IOException {
        OldPoolData data = data().miners(400).payments(1_000);
        data.writeTo(old);
        try (PoolStore store = open();
                OldKeys keys = keys()) {
            Writes writes = new Writes(store);
            Sink dying = new Sink() {
                private int left = 150;

                @Override
                public void post(Posting posting) {
                    if (left-- == 0) {
                        throw new IllegalStateException("killed");
                    }
                    writes.post(posting);
                }

                @Override
                public void record(HistoryRecord record) {
                    writes.record(record);
                }

                @Override
                public void list(AccessList list, String entry) {}

                @Override
                public void fault(String words) {}
            };
            assertThatThrownBy(() -> new FamilyPass(keys, "eth", List.of(), dying).run())
                    .hasMessage("killed");
            writes.finish();
        }
        assertThat(Audits.run(config).accounts()).hasSize(150);

        ImportReport report = run(false);

        assertThat(report.outcome()).contains("imported: " + (data.postings - 150) + " of " + data.postings);
        assertThat(Audits.run(config).totals().balance().value()).isEqualTo(data.openings);
    }

    private OldKeys keys() throws IOException {
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        return new RedisOldKeys(((ImportSource.OldRedis) source).connection());
    }
}
