package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.shares.ShareOutcome;
import io.potpool.terms.NoncePrefix;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EthereumStratum2SessionTest {

    private static final Hash256 NEXT = Hash256.parse("22".repeat(32));
    private static final Hash256 LATER = Hash256.parse("33".repeat(32));
    private static final String HELLO = "{\"id\":1,\"method\":\"mining.hello\",\"params\":{\"agent\":\"t/1\","
            + "\"host\":\"h\",\"port\":\"d80\",\"proto\":\"EthereumStratum/2.0.0\"}}";
    private static final String JOB = "a2eea0fc12eb20c5815807";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    @BeforeEach
    void connect() throws IOException {
        server = Servers.port(pool, port -> port.protocols(EnumSet.allOf(MinerProtocol.class)));
        miner = new TestMiner(server);
        miner.call(HELLO);
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private void login(String password) throws IOException {
        miner.call("{\"id\":2,\"method\":\"mining.subscribe\"}");
        assertThat(miner.authorize(TestMiner.WALLET + ".rig1", password)
                        .get("result")
                        .asString())
                .isEqualTo("w-1");
    }

    private JsonNode submit(String nonce, String token) throws IOException {
        return miner.call("{\"id\":40,\"method\":\"mining.submit\",\"params\":[\"" + JOB + "\",\"" + nonce + "\",\""
                + token + "\"]}");
    }

    private static int code(JsonNode answer) {
        return answer.get("error").get("code").asInt();
    }

    private JsonNode expect(String method) throws IOException {
        JsonNode push = miner.next();
        assertThat(push.get("method").asString()).isEqualTo(method);
        assertThat(push.has("id") || push.has("jsonrpc")).isFalse();
        return push.get("params");
    }

    @Test
    void aPasswordDifficultyIsToldWithTheNextHeightAndNotAgain() throws IOException {
        login("d=2");
        assertThat(expect("mining.set").get("target").asString()).isEqualTo("00000001" + "0".repeat(56));
        assertThat(expect("mining.notify").get(3).asString()).isEqualTo("1");
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
        assertThat(expect("mining.set").get("target").asString()).isEqualTo("0000000080" + "0".repeat(54));
        assertThat(expect("mining.notify").get(2).asString()).isEqualTo(NEXT.toHex());
        pool.announce(LATER, ScriptedPool.HEIGHT + 2, false);
        assertThat(expect("mining.notify").get(3).asString()).isEqualTo("0");
    }

    @Test
    void aNewEpochIsToldBeforeItsFirstJob() throws IOException {
        login("x");
        assertThat(expect("mining.set").get("epoch").asString()).isEqualTo("32");
        expect("mining.notify");
        pool.announce(NEXT, 1_530_000, true);
        assertThat(expect("mining.set").get("epoch").asString()).isEqualTo("33");
        assertThat(expect("mining.notify").get(1).asString()).isEqualTo("175890");
    }

    @Test
    void workersAreKnownByTokensOfTheSession() throws IOException {
        login("x");
        expect("mining.set");
        expect("mining.notify");
        assertThat(miner.authorize(TestMiner.WALLET + ".rig2", "x")
                        .get("result")
                        .asString())
                .isEqualTo("w-2");
        assertThat(miner.authorize(TestMiner.WALLET + ".rig1", "x")
                        .get("result")
                        .asString())
                .isEqualTo("w-1");
        assertThat(code(miner.authorize("0xabababababababababababababababababababcd", "x")))
                .isEqualTo(300);
        assertThat(submit("cfae7df760", "w-2").toString()).isEqualTo("{\"id\":40}");
        assertThat(pool.submissions.get(0).worker()).isEqualTo("rig2");
        assertThat(pool.submissions.get(0).lease()).hasValue(NoncePrefix.parse("a2eea0"));
        assertThat(code(submit("cfae7df761", "w-3"))).isEqualTo(300);
        assertThat(code(submit("cfae7df760", "w-1"))).as("duplicate").isEqualTo(409);
        assertThat(code(submit("0000000001", "w-1"))).as("low").isEqualTo(406);
        assertThat(code(submit("00", "w-1"))).as("nonce size").isEqualTo(406);
        miner.call("{\"id\":9,\"method\":\"mining.hashrate\",\"params\":[\"1f4\",\"w-2\"]}");
        assertThat(pool.hashrates.of(pool.wallet())).singleElement().satisfies(report -> {
            assertThat(report.worker()).isEqualTo("rig2");
            assertThat(report.hashesPerSecond()).isEqualTo(500);
        });
    }

    @Test
    void aLateShareThatIsPaidIsAcceptedWithAHint() throws IOException {
        login("x");
        expect("mining.set");
        expect("mining.notify");
        pool.judge = share -> CompletableFuture.completedFuture(
                new ShareOutcome.Accepted(Wei.of(1), Difficulty.of(1L << 33), 1, false));
        assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(202);
        pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.Stale(3, false));
        assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(404);
        pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.NotReady());
        assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(500);
    }

    @Test
    void onlyWorkThatIsNotReadySendsAMinerToAnotherPool() throws IOException {
        login("x");
        expect("mining.set");
        expect("mining.notify");
        for (ShareOutcome passing : List.of(new ShareOutcome.Overloaded(), new ShareOutcome.NotRecorded())) {
            pool.judge = share -> CompletableFuture.completedFuture(passing);
            assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(400);
        }
        pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.NotReady());
        assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(500);
    }

    @Test
    void whatIsAskedAfterAShareIsAnsweredAfterIt() throws IOException {
        login("x");
        expect("mining.set");
        expect("mining.notify");
        CompletableFuture<ShareOutcome> outcome = new CompletableFuture<>();
        pool.judge = share -> outcome;
        miner.send("{\"id\":40,\"method\":\"mining.submit\",\"params\":[\"" + JOB + "\",\"cfae7df760\",\"w-1\"]}");
        miner.send("{\"id\":7,\"method\":\"mining.noop\"}");
        Awaitility.await().until(() -> !pool.submissions.isEmpty());
        outcome.complete(new ShareOutcome.Duplicate());
        assertThat(miner.next().get("id").asInt()).isEqualTo(40);
        assertThat(miner.next().get("id").asInt()).isEqualTo(7);
    }

    @Test
    void nothingIsGrantedBeforeTheSubscription() throws IOException {
        assertThat(code(miner.authorize(TestMiner.WALLET, "x"))).isEqualTo(310);
        assertThat(code(submit("cfae7df760", "w-1"))).isEqualTo(310);
        login("x");
        assertThat(expect("mining.set").get("extranonce").asString()).isEqualTo("a2eea0");
    }

    @Test
    void aNotificationIsNotAnsweredAndAnotherVersionIsNotServed() throws IOException {
        miner.send(
                "{\"method\":\"mining.noop\"}",
                "{\"method\":\"mining.unheard\"}",
                "{\"id\":7,\"method\":\"mining.noop\"}");
        assertThat(miner.next().toString()).isEqualTo("{\"id\":7}");
        assertThat(code(miner.call(HELLO.replace("2.0.0", "3.0.0")))).isEqualTo(400);
        assertThat(code(miner.call("{\"id\":5,\"method\":\"mining.unheard\"}"))).isEqualTo(400);
    }
}
