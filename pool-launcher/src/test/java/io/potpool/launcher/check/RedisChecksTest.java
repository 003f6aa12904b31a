package io.potpool.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.migrate.ImportOptions;
import io.potpool.launcher.migrate.ImportSource;
import io.potpool.launcher.migrate.Imports;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisChecksTest {

    private static final String ALICE = "0x00000000000000000000000000000000000000a1";
    private static final String BOB = "0x00000000000000000000000000000000000000b2";
    private static final String CAROL = "0x00000000000000000000000000000000000000c3";

    @TempDir
    private Path dir;

    private RedisServer server;

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start(dir, "--save", "", "--appendonly", "no");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PoolConfig config(String login) throws IOException {
        Path file = dir.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                        + "\"redis\": {\"endpoint\": \"127.0.0.1:" + server.port() + "\", \"prefix\": \"eth\"" + login
                        + "}}");
        return new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    private List<Verdict> run(PoolConfig config, Clock clock) {
        return new RedisChecks(config, config.redis().orElseThrow(), clock).run();
    }

    private List<Verdict> run() throws IOException {
        return run(config(""), Clock.systemUTC());
    }

    private void oldPool() throws IOException {
        server.send("HSET", "eth:miners:" + ALICE, "balance", "5");
        server.send("HSET", "eth:miners:" + BOB, "balance", "0.5");
        server.send("HSET", "eth:miners:" + CAROL, "balance", "0");
        server.send("HSET", "other:miners:" + CAROL, "balance", "7");
    }

    @Test
    void balancesOfAnOldPoolInTheDatabaseAreWarnedOfUntilTheyAreImported() throws IOException {
        oldPool();

        assertThat(run())
                .filteredOn(verdict -> verdict.finding().contains("miners"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.WARN);
                    assertThat(verdict.finding())
                            .isEqualTo("old balances of 2 logins in eth:miners:* are not imported");
                    assertThat(verdict.remedy()).contains("potpool import --prefix eth");
                });

        new Imports(config(""), line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + server.port(), Optional.empty()),
                        "eth",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
        assertThat(run()).noneMatch(verdict -> verdict.finding().contains("miners"));

        server.send("HSET", "eth:miners:" + CAROL, "balance", "9");
        assertThat(run()).anyMatch(verdict -> verdict.finding().contains("old balances of 1 logins"));
    }

    @Test
    void balancesThatTheServerDoesNotShowAreNotSpokenOf() throws IOException {
        oldPool();
        server.send("ACL", "SETUSER", "pool", "on", ">secret", "resetkeys", "~potpool:*", "+@all", "&*");

        List<Verdict> verdicts = run(config(", \"user\": \"pool\", \"password\": \"secret\""), Clock.systemUTC());

        assertThat(verdicts)
                .anyMatch(verdict ->
                        verdict.level() == Verdict.Level.OK && verdict.name().equals("store"));
        assertThat(verdicts).noneMatch(verdict -> verdict.finding().contains("old"));
    }

    @Test
    void instanceThatWasKilledIsShownAsSilentSinceItWasLastHeardOf() throws IOException {
        try (PoolStore store = new StoreOpening(config(""), new Metrics()).open()) {
            store.instances()
                    .register(new Instance(JournalId.random(), "eu-9", "1", Instant.EPOCH))
                    .toCompletableFuture()
                    .join();
        }

        assertThat(run()).anySatisfy(verdict -> assertThat(verdict.finding()).endsWith("instances: eu-9"));
        assertThat(run(config(""), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5))))
                .anySatisfy(verdict -> assertThat(verdict.finding()).contains("eu-9 (silent since 20"))
                .anySatisfy(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.WARN);
                    assertThat(verdict.finding())
                            .contains("eu-9 is silent since 20")
                            .contains("no terms change until 20");
                    assertThat(verdict.toString()).contains("potpool forget eu-9 ");
                });
    }

    @Test
    void instancesOfOneNameAreToldApartByTheirIds() throws IOException {
        List<JournalId> ids = List.of(JournalId.random(), JournalId.random());
        try (PoolStore store = new StoreOpening(config(""), new Metrics()).open()) {
            for (JournalId id : ids) {
                store.instances()
                        .register(new Instance(id, "eu-9", "1", Instant.EPOCH))
                        .toCompletableFuture()
                        .join();
            }
        }

        List<Verdict> later = run(config(""), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        assertThat(run())
                .filteredOn(verdict -> verdict.name().equals("instance"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.WARN);
                    assertThat(verdict.finding())
                            .startsWith("2 instances are called eu-9, with the ids ")
                            .contains(ids.get(0).toString(), ids.get(1).toString());
                    assertThat(verdict.remedy()).contains("potpool forget ID ");
                });
        assertThat(later).anyMatch(verdict -> verdict.remedy().contains("potpool forget " + ids.get(0) + " "));
    }

    @Test
    void embeddedStoreThatIsLeftBehindFailsWithTheImportAsRemedy() throws IOException {
        PoolConfig config = config("");
        try (SqliteStore store = SqliteStore.open(SqliteSettings.of(config.dataDirectory(), "classic", 61))) {
            store.ledger()
                    .post(new Posting(
                            "one",
                            "opening",
                            Instant.EPOCH,
                            "balance",
                            Entry.transfer(new Account("pool:opening"), new Account(ALICE), Wei.of(5))))
                    .toCompletableFuture()
                    .join();
        }

        assertThat(run())
                .filteredOn(verdict -> verdict.level() == Verdict.Level.FAIL)
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.finding()).contains("embedded store whose balances nobody would pay");
                    assertThat(verdict.remedy()).contains("potpool import --from sqlite:" + config.dataDirectory());
                });
    }

    @Test
    void replicaInThePlaceOfTheMasterFailsWithWhatToGive() throws IOException {
        new StoreOpening(config(""), new Metrics()).open().close();
        server.send("REPLICAOF", "127.0.0.1", "1");

        assertThat(run())
                .filteredOn(verdict -> verdict.level() == Verdict.Level.FAIL)
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.finding()).startsWith("it takes no changes: READONLY");
                    assertThat(verdict.remedy()).contains("give the master's address");
                });
    }

    @Test
    void passwordThatIsWrongFailsWithTheKeyToLookAt() throws IOException {
        assertThat(run(config(", \"user\": \"nobody\", \"password\": \"secret\""), Clock.systemUTC()))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.FAIL);
                    assertThat(verdict.remedy()).isEqualTo("see that redis.user and redis.password are right");
                    assertThat(verdict.toString()).doesNotContain("secret");
                });
    }

    @Test
    void lookAtAnEmptyServerBindsItToNoChain() throws IOException {
        assertThat(run()).anySatisfy(verdict -> assertThat(verdict.finding()).endsWith("the first start makes it"));

        assertThat(server.send("KEYS", "*")).asString().doesNotContain("potpool");
    }
}
