package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that follows an old pool: a real redis-server that is written to meanwhile, and the simulated node over HTTP. */
class FollowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Operator operator = new Operator();
    private RedisServer old;
    private OldChain chain;
    private PoolConfig followed;
    private WorkingOldPool pool;

    /** Reads again at once, and says so. */
    private static final class Operator implements FollowControl {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicBoolean now = new AtomicBoolean();

        @Override
        public boolean stopped() {
            return stop.get();
        }

        @Override
        public boolean asked() {
            return now.getAndSet(false);
        }

        @Override
        public void pause(Duration atMost) {
            Thread.onSpinWait();
        }
    }

    @BeforeEach
    void start() throws Exception {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        chain = new OldChain();
        chain.mine(3);
        followed = chain.config(Files.createDirectories(dir.resolve("followed")));
        new OldPoolData(5, "eth").miners(200).blocks(20, 1).noise().writeTo(old);
        pool = new WorkingOldPool(old, chain, clock::get);
    }

    @AfterEach
    void stop() {
        pool.close();
        operator.stop.set(true);
        chain.close();
        old.close();
    }

    private CompletableFuture<Optional<ImportReport>> follow(PoolConfig config, Optional<Duration> cutOverAfter) {
        return CompletableFuture.supplyAsync(() -> {
            ImportOptions options = ImportOptions.USUAL.withWatch(Duration.ZERO);
            Imports.Wanted wanted = new Imports.Wanted(
                    ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                    "eth",
                    false,
                    false,
                    Optional.empty(),
                    options);
            try {
                return new Imports(config, lines::add, clock::get)
                        .follow(wanted, new FollowOptions(cutOverAfter, Duration.ZERO), operator);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private void awaitLine(String... words) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(lines).anySatisfy(line -> assertThat(line).contains(words)));
    }

    private record Content(Map<String, Posting> postings, Map<String, HistoryRecord> history, long floor) {
        static Content of(PoolConfig config) throws IOException {
            Map<String, Posting> postings = new TreeMap<>();
            Map<String, HistoryRecord> history = new TreeMap<>();
            try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
                store.ledger().each(posting -> postings.put(posting.id(), posting));
                store.history().each(record -> history.put(record.id(), record));
                return new Content(postings, history, store.heights().floor());
            }
        }
    }

    private Content plainImport() throws IOException {
        PoolConfig plain = chain.config(Files.createDirectories(dir.resolve("plain")));
        ImportReport report = new Imports(plain, line -> {}, clock::get)
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        "eth",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
        assertThat(report.faults()).isEmpty();
        return Content.of(plain);
    }

    @Test
    void whatWasFollowedUntilTheOldPoolStoppedIsWhatAPlainImportTakesToTheWei() throws Exception {
        pool.start();
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.of(Duration.ofMillis(300)));
        awaitLine("the old pool runs: main:lastBeat");
        pool.awaitPayments(5);
        pool.stopCleanly();
        assertThat(following).isNotDone();
        clock.set(clock.get().plus(Duration.ofMinutes(2)));

        ImportReport report = following.get(60, TimeUnit.SECONDS).orElseThrow();

        assertThat(report.faults()).isEmpty();
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("cut-over: the old pool is stopped"));
        Content plain = plainImport();
        assertThat(Content.of(followed)).isEqualTo(plain);
        assertThat(plain.history().values())
                .filteredOn(record -> record.kind().equals("payment"))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(report.body()).anySatisfy(line -> assertThat(line).contains("verified by their receipts"));
        assertThat(Audits.run(followed).faults()).isEmpty();
    }

    @Test
    void nothingOfTheLedgerIsWrittenBeforeTheCutOverAndAStopIsClean() throws Exception {
        pool.start();
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        pool.awaitPayments(3);
        awaitLine("rows of the past copied");
        operator.stop.set(true);

        assertThat(following.get(60, TimeUnit.SECONDS)).isEmpty();
        pool.stopCleanly();

        Content content = Content.of(followed);
        assertThat(content.postings()).isEmpty();
        assertThat(content.floor()).isEqualTo(-1);
        assertThat(content.history().values())
                .extracting(HistoryRecord::kind)
                .containsOnly("payment", "shift-day", "shift-hour");
    }

    @Test
    void operatorWhoAsksTooEarlyIsRefusedAndThePoolIsFollowedFurther() throws Exception {
        pool.start();
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        awaitLine("the old pool runs: main:lastBeat");

        operator.now.set(true);
        awaitLine("REFUSED the old pool runs");
        awaitLine("followed further");
        assertThat(following).isNotDone();

        pool.stopCleanly();
        clock.set(clock.get().plus(Duration.ofMinutes(2)));
        operator.now.set(true);

        assertThat(following.get(60, TimeUnit.SECONDS).orElseThrow().faults()).isEmpty();
        assertThat(Content.of(followed)).isEqualTo(plainImport());
    }

    @Test
    void openPaymentKeepsTheCutOverWaiting() throws Exception {
        new OldPoolData(1, "eth").pending(1, 1_000, 1_700_000_000).writeTo(old);
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.of(Duration.ZERO));

        awaitLine("in the way: payments are open");
        assertThat(following).isNotDone();
        old.send("ZREM", "eth:payments:pending", OldPoolData.login(1) + ":1000");

        assertThat(following.get(60, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void oldStoreThatIsSetBackToAnOlderCopyIsNotTaken() throws Exception {
        old.send("ZADD", "eth:payments:all", "1700000000", "0x" + "ab".repeat(32) + ":" + OldPoolData.login(1) + ":5");
        old.send("ZADD", "eth:payments:all", "1700000001", "0x" + "ac".repeat(32) + ":" + OldPoolData.login(1) + ":5");
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        awaitLine("rows of the past copied");

        old.send("ZREMRANGEBYRANK", "eth:payments:all", "1", "1");
        awaitLine("in the way: the old store has 1 recorded payments and had 2 before");
        operator.now.set(true);
        awaitLine("REFUSED the old store lacks 1 of the 2 recorded payments that were copied before");
        assertThat(following).isNotDone();
    }

    @Test
    void oldServerThatIsAwayForAWhileIsFollowedAgain() throws Exception {
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        awaitLine("200 miners");
        old.pause();
        awaitLine("cannot go on for the moment");
        old.resume();
        lines.clear();

        operator.now.set(true);

        assertThat(following.get(60, TimeUnit.SECONDS).orElseThrow().faults()).isEmpty();
        assertThat(new ArrayList<>(Content.of(followed).postings().keySet())).isNotEmpty();
    }

    private void recordedPayment(int number) throws IOException {
        String hash = String.format("0x%064x", 0xabcdef00L + number);
        old.send("ZADD", "eth:payments:all", "" + (1_700_000_000L + number), hash + ":" + OldPoolData.login(1) + ":5");
    }

    @Test
    void oldStoreThatWasSetBackAndHasPaidOnSinceIsNotTaken() throws Exception {
        recordedPayment(1);
        recordedPayment(2);
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        awaitLine("rows of the past copied 122");

        old.send(List.of(
                List.of("MULTI"),
                List.of("ZREMRANGEBYRANK", "eth:payments:all", "1", "1"),
                List.of("ZADD", "eth:payments:all", "1700000003", "0x" + "ad".repeat(32) + ":0x1:5"),
                List.of("ZADD", "eth:payments:all", "1700000004", "0x" + "ae".repeat(32) + ":0x1:5"),
                List.of("EXEC")));
        awaitLine("rows of the past copied 124");
        operator.now.set(true);

        awaitLine("REFUSED", "1 of the 4 recorded payments that were copied before");
        assertThat(following).isNotDone();
    }

    @Test
    void rowsThatTheTargetHasLostSinceTheyWereCopiedAreWrittenAtTheCutOver() throws Exception {
        old.send("FLUSHALL");
        new OldPoolData(5, "eth").miners(10).writeTo(old);
        recordedPayment(1);
        try (RedisServer target = RedisServer.start(Files.createDirectories(dir.resolve("target")))) {
            Path file = Files.createDirectories(dir.resolve("shared")).resolve("config.json");
            Files.writeString(
                    file,
                    Files.readString(followed.file())
                            .replaceFirst(
                                    "\\{",
                                    "{\"coin\": \"etc\", \"redis\": {\"endpoint\": \"127.0.0.1:" + target.port()
                                            + "\"},"));
            PoolConfig shared = new ConfigReader(Map.of()).read(file).config().orElseThrow();
            CompletableFuture<Optional<ImportReport>> following = follow(shared, Optional.empty());
            awaitLine("rows of the past copied 7; no change");

            target.send("DEL", "potpool:{etc}:history", "potpool:{etc}:history:ids");
            assertThat(target.send("HDEL", "potpool:{etc}:meta", "history")).isEqualTo("1");
            operator.now.set(true);

            assertThat(following.get(60, TimeUnit.SECONDS).orElseThrow().faults())
                    .isEmpty();
            Content content = Content.of(shared);
            assertThat(content.history().keySet())
                    .containsAll(plainImport().history().keySet());
        }
    }

    @Test
    void cutOverThatIsAskedForWhileTheOldServerIsAwayIsNoEnd() throws Exception {
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.empty());
        awaitLine("200 miners");
        old.pause();
        operator.now.set(true);
        awaitLine("no cut-over: eth:", "did not answer");
        awaitLine("followed further");
        assertThat(following).isNotDone();
        old.resume();

        operator.now.set(true);

        assertThat(following.get(60, TimeUnit.SECONDS).orElseThrow().faults()).isEmpty();
    }

    @Test
    void contradictionThatWasSeenStandsWhenTheNodeFallsSilent() throws Exception {
        String elsewhere = chain.pay(OldPoolData.login(7), 1_000);
        old.send("ZADD", "eth:payments:all", "1700000000", elsewhere + ":" + OldPoolData.login(1) + ":1000");
        CompletableFuture<Optional<ImportReport>> following = follow(followed, Optional.of(Duration.ZERO));
        awaitLine("in the way: one of the payments that went to another recipient: " + elsewhere);

        chain.node.answerNext("eth_chainId", "\"0x1\"", 1_000_000);
        operator.now.set(true);

        awaitLine("no cut-over: the config's first node cannot be asked", "contradicts 1 recorded payment");
        assertThat(following).isNotDone();
        assertThat(lines).noneMatch(line -> line.contains("the old pool is stopped"));
    }
}
