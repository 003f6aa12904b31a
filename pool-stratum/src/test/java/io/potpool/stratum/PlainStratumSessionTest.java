package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.shares.Submission;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlainStratumSessionTest {

    private static final Hash256 NEXT = Hash256.parse("22".repeat(32));
    private static final String OTHER = "0xabababababababababababababababababababcd";
    private static final String SUBSCRIBE =
            "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"mining.subscribe\",\"params\":[]}";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    @BeforeEach
    void connect() throws IOException {
        server = Servers.start(pool);
        miner = new TestMiner(server);
        miner.call(SUBSCRIBE);
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private void login(String password) throws IOException {
        assertThat(miner.authorize(TestMiner.WALLET + ".rig1", password)
                        .get("result")
                        .asBoolean())
                .isTrue();
    }

    private JsonNode submit(String user, String nonce, String more) throws IOException {
        return miner.call("{\"id\":40,\"method\":\"mining.submit\",\"params\":[\"" + user + "\",\""
                + ScriptedPool.GOLD_HEADER.toHex() + "\",\"" + nonce + "\"" + more + "}");
    }

    @Test
    void thereIsOneDifficultyWhateverThePasswordSays() throws IOException {
        pool.defaultDifficulty = Difficulty.of(1L << 32);
        login("d=64");
        assertThat(miner.next().get("params").get(3).asString()).isEqualTo("0x00000001" + "0".repeat(56));
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
        assertThat(miner.next().get("params").get(3).asString()).isEqualTo("0x00000001" + "0".repeat(56));
        assertThat(pool.endedLeases()).isEmpty();
    }

    @Test
    void aShareIsOfNoLeaseAndNamesItsWorkerInAnyOfThreeWays() throws IOException {
        login("x");
        miner.next();
        assertThat(submit(TestMiner.WALLET, "0x1", "],\"worker\":\"rig7\"")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(23);
        submit(TestMiner.WALLET + ".rig8", "0x2", "]");
        submit(TestMiner.WALLET, "0x3", "]");
        assertThat(pool.submissions).extracting(Submission::worker).containsExactly("rig7", "rig8", "rig1");
        assertThat(pool.submissions).allMatch(share -> share.lease().isEmpty());
        assertThat(submit(
                                TestMiner.WALLET,
                                "0x" + ScriptedPool.GOLD_NONCE.toHex(),
                                ",\"" + ScriptedPool.GOLD_HEADER + "\",\"" + Hash256.ZERO + "\"]")
                        .toString())
                .isEqualTo("{\"id\":40,\"result\":true,\"error\":null}");
    }

    @Test
    void whatIsNoShareOfThisSessionIsRefusedByReason() throws IOException {
        assertThat(submit(TestMiner.WALLET, "0x1", "]").get("error").get(0).asInt())
                .as("before the login")
                .isEqualTo(24);
        login("x");
        miner.next();
        assertThat(submit(OTHER, "0x1", "]").get("error").get(0).asInt()).isEqualTo(24);
        assertThat(submit(TestMiner.WALLET, "0x" + "1".repeat(17), "]")
                        .get("error")
                        .get(1)
                        .asString())
                .isEqualTo("Invalid nonce size");
        assertThat(submit(TestMiner.WALLET, "zz", "]").get("error").get(0).asInt())
                .isEqualTo(20);
        assertThat(miner.call("{\"id\":40,\"method\":\"mining.submit\",\"params\":[\"" + TestMiner.WALLET
                                + "\",\"deadbeef\",\"0x1\"]}")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(21);
        assertThat(pool.submissions).isEmpty();
        assertThat(miner.isOpen()).isTrue();
    }

    @Test
    void methodsOfOtherProtocolsAreAMismatchAndHashrateIsNot() throws IOException {
        login("x");
        miner.next();
        assertThat(miner.call("{\"id\":5,\"method\":\"eth_getWork\"}")
                        .get("error")
                        .get(1)
                        .asString())
                .isEqualTo("Protocol mismatch");
        assertThat(miner.call("{\"id\":9,\"method\":\"eth_submitHashrate\",\"params\":[\"0x1f4\",\"0x2\"]}")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(pool.hashrates.of(pool.wallet())).singleElement().satisfies(report -> {
            assertThat(report.worker()).isEqualTo("rig1");
            assertThat(report.hashesPerSecond()).isEqualTo(500);
        });
    }
}
