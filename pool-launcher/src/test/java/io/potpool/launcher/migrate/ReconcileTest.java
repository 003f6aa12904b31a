package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.node.ChainSearch;
import io.potpool.node.NodeSettings;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Open payments of an old pool against a chain: a simulated node over HTTP and a real redis-server. */
class ReconcileTest {

    private static final BigInteger KEY = BigInteger.valueOf(0x1234_5678);
    private static final Instant NOW = Instant.now();
    private static final Instant THEN = NOW.minus(Duration.ofHours(3));

    @TempDir
    Path dir;

    private final AtomicReference<Instant> time = new AtomicReference<>(THEN.minusSeconds(3_600));
    private final HttpClient http = HttpClient.newHttpClient();
    private SimulatedNode node;
    private RedisServer old;
    private Address payer;
    private PoolConfig config;

    @BeforeEach
    void start() throws Exception {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        node = SimulatedNode.builder()
                .etherbase(Address.parse("0x00000000000000000000000000000000000000e0"))
                .chainId(61)
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000)
                .fixedDifficulty()
                .noVerify()
                .genesisTime(THEN.minusSeconds(7_200))
                .clock(time::get)
                .key(KEY)
                .balance(Address.parse(addressOfKey()), Wei.parse("5000000000000000000"))
                .build()
                .start();
        payer = Address.parse(addressOfKey());
        Path file = dir.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"" + node.url() + "\"}],"
                        + "\"payouts\": {\"enabled\": false, \"address\": \"" + payer + "\", \"normalFee\": 400}}");
        config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
        mine(5);
        time.set(THEN);
    }

    @AfterEach
    void stop() {
        node.close();
        old.close();
    }

    /** The address of the one key that a node of the same kind would have. */
    private String addressOfKey() throws Exception {
        try (SimulatedNode other = SimulatedNode.builder().key(KEY).build().start()) {
            return call(other, "eth_accounts", "[]").get(0).asString();
        }
    }

    private JsonNode call(SimulatedNode to, String method, String params) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(to.url())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        JsonNode answer = JsonMapper.shared().readTree(body);
        assertThat(answer.has("error")).as(body).isFalse();
        return answer.get("result");
    }

    private void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            time.set(time.get().plusSeconds(13));
            node.mineBlock();
        }
    }

    private String pay(int login, long shannon) throws Exception {
        BigInteger wei = BigInteger.valueOf(shannon).multiply(BigInteger.TEN.pow(9));
        String hash = call(
                        node,
                        "eth_sendTransaction",
                        "[{\"from\":\"" + payer + "\",\"to\":\"" + OldPoolData.login(login) + "\",\"gas\":\"0x5208\","
                                + "\"gasPrice\":\"0x3b9aca00\",\"value\":\"0x" + wei.toString(16) + "\"}]")
                .asString();
        mine(1);
        return hash;
    }

    private ImportReport run(boolean dryRun) throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        "eth",
                        dryRun,
                        true,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
    }

    @Test
    void openPaymentsAreSettledByWhatTheChainShows() throws Exception {
        OldPoolData data = new OldPoolData(1, "eth").miners(20);
        long seconds = THEN.getEpochSecond();
        data.pending(1, 1_000_000, seconds).pending(2, 3_000_000, seconds).writeTo(old);
        old.send("SET", "eth:payments:lock", OldPoolData.login(2) + ":3000000");
        String recorded = pay(1, 1_000_000);
        old.send("ZADD", "eth:payments:all", "" + seconds, recorded + ":" + OldPoolData.login(1) + ":1000000");
        String found = pay(1, 999_600);
        mine(25);
        time.set(NOW);
        mine(1);

        ImportReport dry = run(true);
        ImportReport real = run(false);

        assertThat(dry.faults()).isEmpty();
        assertThat(real.body()).isEqualTo(dry.body());
        assertThat(real.body())
                .anySatisfy(line -> assertThat(line).contains("1000000 Shannon", "sent, by transaction " + found))
                .anySatisfy(line -> assertThat(line).contains("3000000 Shannon", "never sent, back to the balance"))
                .anySatisfy(line -> assertThat(line).startsWith("solvency: the wallet has 4"));
        BigInteger returned = BigInteger.valueOf(3_000_000).multiply(BigInteger.TEN.pow(9));
        assertThat(Audits.run(config).totals().balance().value()).isEqualTo(data.openings.add(returned));
        assertThat(run(false).outcome()).contains("imported: 0 of");
    }

    @Test
    void paymentThatFitsTwoTransfersIsRefusedByName() throws Exception {
        new OldPoolData(1, "eth")
                .miners(3)
                .pending(1, 1_000_000, THEN.getEpochSecond())
                .writeTo(old);
        pay(1, 1_000_000);
        pay(1, 999_600);
        mine(25);
        time.set(NOW);
        mine(1);

        assertThat(run(false).faults())
                .singleElement()
                .asString()
                .contains("1000000 Shannon to " + OldPoolData.login(1), "2 transfers fit 1 payment");
    }

    @Test
    void transactionThatIsNotMinedYetKeepsEverythingUnclear() throws Exception {
        new OldPoolData(1, "eth")
                .miners(3)
                .pending(1, 1_000_000, THEN.getEpochSecond())
                .writeTo(old);
        mine(5);
        time.set(NOW);
        mine(1);
        call(
                node,
                "eth_sendTransaction",
                "[{\"from\":\"" + payer + "\",\"to\":\"" + OldPoolData.login(1)
                        + "\",\"gas\":\"0x5208\",\"gasPrice\":\"0x3b9aca00\",\"value\":\"0x1\"}]");

        assertThat(run(false).faults()).singleElement().asString().contains("in no block yet");
    }

    /** Opens the search with a clock that is asked once the head is known and before its blocks are read. */
    private List<Resolution> searchWhile(Runnable whatHappens) throws Exception {
        PendingPayment open = PendingPayment.of("eth", "" + THEN.getEpochSecond(), OldPoolData.login(1) + ":1000000");
        InstantSource clock = () -> {
            whatHappens.run();
            return NOW;
        };
        NodeSettings settings = new NodeSettings("n", node.url(), Duration.ofSeconds(10), Optional.empty());
        try (ChainSearch chain = new ChainSearch(settings);
                OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis)
                                ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()))
                        .connection())) {
            return new PendingSearch(chain, payer, Set.of(), Optional.empty(), clock)
                    .resolve(List.of(open), keys, "eth", List.of(), Map.of());
        }
    }

    @Test
    void paymentThatIsMinedWhileBlocksAreReadIsNotTakenForNeverSent() throws Exception {
        mine(5);
        call(
                node,
                "eth_sendTransaction",
                "[{\"from\":\"" + payer + "\",\"to\":\"" + OldPoolData.login(1)
                        + "\",\"gas\":\"0x5208\",\"gasPrice\":\"0x3b9aca00\",\"value\":\"0x38d7ea4c68000\"}]");

        assertThat(searchWhile(() -> mine(1)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Resolution.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains("in no block yet"));
    }

    @Test
    void reorganizationWhileBlocksAreReadIsNoAnswer() throws Exception {
        pay(1, 1_000_000);
        mine(5);

        assertThatThrownBy(() -> searchWhile(() -> node.injectCompetingBranch(3, 4, 1_000_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reorganized");
    }

    @Test
    void heightFarAboveTheChainIsRefusedAsNoWorkWouldComeUntilThen() throws Exception {
        new OldPoolData(1, "eth").miners(3).pow(19_000_000).writeTo(old);

        assertThat(run(false).faults())
                .singleElement()
                .asString()
                .contains("19000000", "the node is at " + node.height());
    }

    @Test
    void heightOfAnOldNodeFarAboveTheChainIsRefusedToo() throws Exception {
        new OldPoolData(1, "eth").miners(3).writeTo(old);
        old.send("HSET", "eth:nodes", "main:height", "19000000");

        assertThat(run(false).faults()).singleElement().asString().contains("19000000", "height in eth:nodes");
    }

    @Test
    void payerWhoDidNotSendTheRecordedPaymentsIsRefused() throws Exception {
        new OldPoolData(1, "eth")
                .miners(3)
                .pending(2, 1_000_000, THEN.getEpochSecond())
                .writeTo(old);
        String recorded = pay(1, 1_000_000);
        old.send("ZADD", "eth:payments:all", "" + THEN.getEpochSecond(), recorded + ":" + OldPoolData.login(1) + ":1");

        assertThatThrownBy(() -> new Imports(config, line -> {})
                        .run(new Imports.Wanted(
                                ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                                "eth",
                                true,
                                true,
                                Optional.of(Address.parse(OldPoolData.login(9))),
                                ImportOptions.USUAL.withWatch(Duration.ZERO))))
                .hasMessageContainingAll(recorded, "was sent by " + payer, "--payer");
    }

    @Test
    void nodeOfAnotherChainIsNotAsked() throws Exception {
        new OldPoolData(1, "eth")
                .miners(3)
                .pending(1, 1_000_000, THEN.getEpochSecond())
                .writeTo(old);
        node.answerNext("eth_chainId", "\"0x1\"", 2);

        assertThatThrownBy(() -> run(false)).hasMessageContaining("chain id 1");
    }

    @Test
    void addressThatNoRecordedPaymentShowsToBeThePayerReturnsNothing() throws Exception {
        new OldPoolData(1, "eth")
                .miners(3)
                .payments(3)
                .pending(1, 1_000_000, THEN.getEpochSecond())
                .writeTo(old);
        pay(1, 1_000_000);
        mine(25);
        time.set(NOW);
        mine(1);

        ImportReport report = new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        "eth",
                        false,
                        true,
                        Optional.of(Address.parse(OldPoolData.login(9))),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));

        assertThat(report.faults())
                .singleElement()
                .asString()
                .contains("1000000 Shannon to " + OldPoolData.login(1), "knows none of the latest recorded payments");
    }

    @Test
    void paymentOfAnOldPoolWhoseClockIsAheadIsNotTakenForNeverSent() throws Exception {
        long ahead = THEN.plus(Duration.ofMinutes(15)).getEpochSecond();
        new OldPoolData(1, "eth").miners(3).pending(1, 1_000_000, ahead).writeTo(old);
        String sent = pay(1, 1_000_000);
        mine(25);
        time.set(NOW);
        mine(1);

        assertThat(run(false).faults())
                .singleElement()
                .asString()
                .contains("1000000 Shannon to " + OldPoolData.login(1), sent, "before it by the old pool's clock");
    }

    @Test
    void nodeWhoseLatestBlockIsOlderThanThePaymentCannotDenyIt() throws Exception {
        assertThat(searchWhile(() -> {}))
                .singleElement()
                .isInstanceOfSatisfying(
                        Resolution.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains("younger than an hour"));
    }
}
