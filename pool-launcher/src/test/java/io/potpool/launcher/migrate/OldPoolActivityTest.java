package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.potpool.domain.Address;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import sees of an old pool that still runs, and what it leaves alone. */
class OldPoolActivityTest {

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
        new OldPoolData(7, "eth").miners(10).writeTo(old);
    }

    @AfterEach
    void stop() {
        old.close();
    }

    private ImportReport run(boolean dryRun, String place, ImportOptions options) throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse(place, Optional.empty()), "eth", dryRun, false, Optional.empty(), options));
    }

    private ImportReport run(boolean dryRun) throws IOException {
        return run(dryRun, "redis://127.0.0.1:" + old.port(), ImportOptions.USUAL.withWatch(Duration.ZERO));
    }

    private Socket payer(int database) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), old.port());
        socket.getOutputStream()
                .write(("CLIENT SETNAME payer\r\nSELECT " + database + "\r\nGET eth:payments:lock\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                .isEqualTo("+OK\r\n+OK\r\n$-1\r\n");
        return socket;
    }

    @Test
    void payerThatSleepsBetweenItsRunsIsSeenByItsConnection() throws IOException {
        try (Socket payer = payer(0)) {
            String address = "127.0.0.1:" + payer.getLocalPort();

            String place = "redis://127.0.0.1:" + old.port();
            ImportReport dry = run(true);
            assertThat(dry.faults()).isEmpty();
            assertThat(dry.body()).anySatisfy(line -> assertThat(line).startsWith("note: a client at " + address));
            ImportOptions wary = new ImportOptions(true, false, Duration.ZERO, Duration.ZERO, List.of());
            assertThat(run(false, place, wary).faults())
                    .singleElement()
                    .asString()
                    .contains("a client at " + address, "called payer", "its last command, get,", "--accept-clients");
            assertThat(Audits.run(config).accounts()).isEmpty();

            ImportOptions accepting =
                    new ImportOptions(true, false, ImportOptions.ANY_CLIENT, Duration.ZERO, List.of());
            assertThat(run(false, place, accepting).faults()).isEmpty();
        }
    }

    @Test
    void whoHasJustConnectedIsToldOfAndInNobodysWay() throws IOException {
        try (Socket shell = payer(0)) {
            ImportReport report = run(false);

            assertThat(report.faults()).isEmpty();
            assertThat(report.body())
                    .anySatisfy(
                            line -> assertThat(line).startsWith("note: a client at 127.0.0.1:" + shell.getLocalPort()));
        }
    }

    @Test
    void clientOfAnotherDatabaseIsNone() throws IOException {
        try (Socket other = payer(3)) {
            assertThat(other.isConnected()).isTrue();
            assertThat(run(false).faults()).isEmpty();
        }
    }

    @Test
    void serverThatDoesNotTellItsClientsIsNoReason() throws IOException {
        old.send("ACL", "SETUSER", "reader", "on", ">pw", "~*", "+@read", "+client|setname", "+select");
        try (Socket other = payer(0)) {
            assertThat(other.isConnected()).isTrue();
            ImportReport report = run(
                    false, "redis://reader:pw@127.0.0.1:" + old.port(), ImportOptions.USUAL.withWatch(Duration.ZERO));

            assertThat(report.faults()).isEmpty();
            assertThat(report.body())
                    .anySatisfy(line -> assertThat(line).startsWith("note:").contains("does not say who is connected"));
        }
    }

    @Test
    void serverWithoutTheCommandThatTellsItsClientsIsImportedFrom() throws IOException {
        Path other = Files.createDirectories(dir.resolve("hardened"));
        try (RedisServer hardened =
                RedisServer.start(other, "--save", "", "--appendonly", "no", "--rename-command", "CLIENT", "")) {
            new OldPoolData(7, "eth").miners(10).writeTo(hardened);

            ImportReport report =
                    run(false, "redis://127.0.0.1:" + hardened.port(), ImportOptions.USUAL.withWatch(Duration.ZERO));

            assertThat(report.faults()).isEmpty();
            assertThat(report.outcome()).contains("imported: ");
        }
    }

    @Test
    void stratumWithAClockThatIsBehindIsSeenByItsSignsOfLife() throws Exception {
        AtomicLong clock = new AtomicLong(1_650_000_000);
        ScheduledExecutorService stratum = Executors.newSingleThreadScheduledExecutor();
        ImportReport report;
        try {
            Callable<String> beat = () -> old.send("HSET", "eth:nodes", "main:lastBeat", "" + clock.addAndGet(3));
            beat.call();
            stratum.scheduleWithFixedDelay(
                    () -> assertThatCode(beat::call).doesNotThrowAnyException(), 1, 1, TimeUnit.SECONDS);

            report = run(
                    false,
                    "redis://127.0.0.1:" + old.port(),
                    new ImportOptions(true, false, ImportOptions.ANY_CLIENT, Duration.ofMinutes(2), List.of()));
        } finally {
            stratum.shutdownNow();
        }

        assertThat(report.faults())
                .anySatisfy(fault ->
                        assertThat(fault).contains("the old pool runs", "eth:nodes main:lastBeat went from 16500000"));
        assertThat(Audits.run(config).accounts()).isEmpty();
    }

    @Test
    void factsThatHaveChangedSinceAreNamedBeforeAnythingIsWritten() throws IOException {
        assertThat(run(false).faults()).isEmpty();
        old.send("HSET", "eth:miners:" + OldPoolData.login(2), "minedShort", "0");
        old.send("HSET", "eth:miners:" + OldPoolData.login(900), "balance", "5");

        assertThat(run(true).faults())
                .isEqualTo(run(false).faults())
                .singleElement()
                .asString()
                .contains(
                        "import:eth:account:" + OldPoolData.login(2),
                        "minedShort was 12.5, now it is 0",
                        "the old pool has gone on");
        assertThat(Audits.run(config).accounts()).doesNotContainKey(Address.parse(OldPoolData.login(900)));

        old.send("HSET", "eth:miners:" + OldPoolData.login(2), "minedShort", "12.5");
        assertThat(run(false).outcome()).contains("imported: 1 of");
    }

    @Test
    void dryRunToAnEmbeddedStoreLeavesNothingBehind() throws IOException {
        ImportReport report = run(true);

        assertThat(report.faults()).isEmpty();
        assertThat(config.dataDirectory()).doesNotExist();

        run(false);
        byte[] before = Files.readAllBytes(config.dataDirectory().resolve("potpool.db"));
        assertThat(run(true).outcome()).contains("dry run: nothing was written; 0 of");
        assertThat(config.dataDirectory().resolve("potpool.db")).hasBinaryContent(before);
    }

    @Test
    void dryRunToARedisWithoutAStoreMakesNone() throws IOException {
        try (RedisServer target = RedisServer.start(Files.createDirectories(dir.resolve("target")))) {
            Path file = dir.resolve("shared.json");
            Files.writeString(
                    file,
                    Files.readString(config.file())
                            .replaceFirst("\\{", "{\"redis\": {\"endpoint\": \"127.0.0.1:" + target.port() + "\"},"));
            config = new ConfigReader(Map.of()).read(file).config().orElseThrow();

            assertThat(run(true).outcome()).contains("dry run: nothing was written");
            assertThat(target.send("DBSIZE")).isEqualTo("0");

            assertThat(run(false).outcome()).contains("imported: ");
            assertThat(run(true).outcome()).contains("dry run: nothing was written; 0 of");
        }
    }
}
