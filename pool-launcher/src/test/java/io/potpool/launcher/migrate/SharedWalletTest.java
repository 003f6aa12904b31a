package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open payments of several old pools that pay from one wallet: no transaction settles two of them. */
class SharedWalletTest {

    private static final long THEN = Instant.now().minus(Duration.ofHours(3)).getEpochSecond();

    @TempDir
    Path dir;

    private RedisServer old;
    private OldChain chain;

    @BeforeEach
    void start() throws Exception {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        chain = new OldChain();
        chain.mine(5);
        open(old, "eth");
    }

    @AfterEach
    void stop() {
        chain.close();
        old.close();
    }

    private static void open(RedisServer server, String prefix) throws IOException {
        new OldPoolData(1, prefix).miners(3).pending(1, 1_000_000, THEN).writeTo(server);
    }

    private PoolConfig target(String name) throws IOException {
        return chain.config(Files.createDirectories(dir.resolve(name)));
    }

    private ImportReport run(
            PoolConfig config, RedisServer from, String prefix, List<ImportOptions.NamedPool> sameWallet)
            throws IOException {
        ImportOptions options = new ImportOptions(true, false, ImportOptions.NEW_CLIENT, Duration.ZERO, sameWallet);
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(source(from), prefix, false, true, Optional.empty(), options));
    }

    private static ImportSource.OldRedis source(RedisServer server) {
        return (ImportSource.OldRedis) ImportSource.parse("redis://127.0.0.1:" + server.port(), Optional.empty());
    }

    private String paid() throws Exception {
        String hash = chain.pay(OldPoolData.login(1), 1_000_000);
        chain.mine(25);
        return hash;
    }

    @Test
    void oneTransferAndTwoEqualOpenPaymentsInOneDatabaseAreRefusedForBothPools() throws Exception {
        open(old, "etc");
        paid();

        for (String prefix : List.of("eth", "etc")) {
            String other = prefix.equals("eth") ? "etc" : "eth";
            assertThat(run(target(prefix), old, prefix, List.of()).faults())
                    .singleElement()
                    .asString()
                    .contains("1 transfers fit 2 payment(s) of this login, of the pool " + other);
        }
    }

    @Test
    void asManyTransfersAsEqualOpenPaymentsGoToOnePoolEach() throws Exception {
        open(old, "etc");
        String one = paid();
        String two = paid();

        ImportReport eth = run(target("a"), old, "eth", List.of());
        ImportReport etc = run(target("b"), old, "etc", List.of());

        assertThat(eth.faults()).isEmpty();
        assertThat(etc.faults()).isEmpty();
        assertThat(eth.body()).anySatisfy(line -> assertThat(line).contains("sent, by transaction " + two));
        assertThat(etc.body()).anySatisfy(line -> assertThat(line).contains("sent, by transaction " + one));
    }

    @Test
    void transferThatAnotherPoolOfTheDatabaseHasRecordedIsItsOwn() throws Exception {
        old.send("ZADD", "etc:payments:all", "" + THEN, paid() + ":" + OldPoolData.login(1) + ":1000000");

        ImportReport report = run(target("a"), old, "eth", List.of());

        assertThat(report.faults()).isEmpty();
        assertThat(report.body())
                .anySatisfy(line -> assertThat(line).contains("1000000 Shannon", "never sent, back to the balance"));
    }

    @Test
    void poolOfAnotherServerIsARivalOnceItIsNamed() throws Exception {
        try (RedisServer other = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            open(other, "eth");
            paid();

            assertThat(run(target("a"), old, "eth", List.of(new ImportOptions.NamedPool(source(other), "eth")))
                            .faults())
                    .singleElement()
                    .asString()
                    .contains("1 transfers fit 2 payment(s)", "of the pool eth of 127.0.0.1:" + other.port());
        }
    }

    @Test
    void transactionThatAFormerImportHasTakenIsNotTakenAgain() throws Exception {
        try (RedisServer other = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            open(other, "etc");
            String hash = paid();
            PoolConfig both = target("both");

            assertThat(run(both, old, "eth", List.of()).faults()).isEmpty();

            assertThat(run(both, other, "etc", List.of()).faults())
                    .singleElement()
                    .asString()
                    .contains("its transaction " + hash + " was taken before, for the open payment of "
                            + OldPoolData.login(1) + ":1000000 of import:eth");
            assertThat(run(both, old, "eth", List.of()).outcome()).contains("imported: 0 of");
        }
    }
}
