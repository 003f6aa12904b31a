package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EthProxySessionTest {

    private static final String OTHER_WALLET = "0xabababababababababababababababababababcd";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    private void connect(UnaryOperator<PortSettings.Builder> settings) throws IOException {
        server = Servers.port(pool, settings);
        miner = new TestMiner(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private JsonNode submit(String params, String more) throws IOException {
        return miner.call("{\"id\":8,\"method\":\"eth_submitWork\",\"params\":" + params + more + "}");
    }

    private static String gold() {
        return "[\"" + ScriptedPool.GOLD_NONCE + "\",\"" + ScriptedPool.GOLD_HEADER + "\",\"" + Hash256.ZERO + "\"]";
    }

    @Test
    void aJobIsPushedRightAfterTheLogin() throws IOException {
        connect(settings -> settings);
        miner.send(TestMiner.LOGIN);
        assertThat(miner.line(TestMiner.PATIENCE)).hasValue("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":true}");
        assertThat(miner.line(TestMiner.PATIENCE))
                .hasValue("{\"id\":0,\"jsonrpc\":\"2.0\",\"result\":[\"" + ScriptedPool.GOLD_HEADER + "\",\""
                        + ScriptedPool.SEED
                        + "\",\"0x0000000100000000000000000000000000000000000000000000000000000000\",\"0x16e360\"],"
                        + "\"height\":1500000,\"algo\":\"ethash\"}");
    }

    @Test
    void theOperatorMayTurnHintHeightAndPaddingOff() throws IOException {
        pool.defaultDifficulty = Difficulty.of(4_000_000_000L);
        connect(settings -> settings.algoHint(false).workElements(3).targetStyle(TargetStyle.STRIPPED));
        miner.loginEthProxy();
        assertThat(miner.line(TestMiner.PATIENCE))
                .hasValue("{\"id\":0,\"jsonrpc\":\"2.0\",\"result\":[\"" + ScriptedPool.GOLD_HEADER + "\",\""
                        + ScriptedPool.SEED + "\",\"0x0112e0be826d694b2e62d01511f12a6061fbaec8bc02357593e70e52ba\"]}");
    }

    @Test
    void theDifficultyNeverExceedsTheNetworks() throws IOException {
        pool.defaultDifficulty = Difficulty.of(1L << 50);
        connect(settings -> settings);
        miner.loginEthProxy();
        assertThat(miner.next().get("result").get(2).asString())
                .isEqualTo(ScriptedPool.NETWORK.toTarget().toString());
    }

    @Test
    void withoutWorkALoginStandsAndTheJobFollows() throws IOException {
        pool.publish(Optional.empty());
        connect(settings -> settings);
        miner.loginEthProxy();
        assertThat(miner.call("{\"id\":5,\"method\":\"eth_getWork\"}").toString())
                .isEqualTo("{\"id\":5,\"jsonrpc\":\"2.0\",\"result\":null,"
                        + "\"error\":{\"code\":0,\"message\":\"Work not ready\"}}");
        pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, true);
        assertThat(miner.next().get("result").get(0).asString()).isEqualTo(ScriptedPool.GOLD_HEADER.toString());
    }

    @Test
    void aLoginWithAnotherWalletRebindsTheSession() throws IOException {
        connect(settings -> settings);
        miner.loginEthProxy();
        assertThat(miner.call("{\"id\":2,\"method\":\"eth_submitLogin\",\"params\":[\"" + OTHER_WALLET + ".b\"]}")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(submit(gold(), "").get("result").asBoolean()).isTrue();
        Submission share = pool.submissions.get(0);
        assertThat(share.login().text()).isEqualTo(OTHER_WALLET);
        assertThat(share.worker()).isEqualTo("b");
        assertThat(share.lease()).isEmpty();
        assertThat(share.claimedMix()).hasValue(Hash256.ZERO);
    }

    @Test
    void aRepeatedLoginIsAnsweredTrueAndBringsTheJobOnlyToAnotherWallet() throws IOException {
        connect(settings -> settings);
        miner.loginEthProxy();
        assertThat(miner.next().get("id").asInt()).isZero();

        miner.send(TestMiner.LOGIN, "{\"id\":9,\"method\":\"keepalived\"}");
        assertThat(miner.next().toString()).isEqualTo("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":true}");
        assertThat(miner.next().get("id").asInt()).isEqualTo(9);
        miner.send("{\"id\":10,\"method\":\"keepalived\"}");
        assertThat(miner.next().get("id").asInt()).isEqualTo(10);

        miner.send("{\"id\":2,\"method\":\"eth_submitLogin\",\"params\":[\"" + OTHER_WALLET + "\"]}");
        assertThat(miner.next().get("result").asBoolean()).isTrue();
        assertThat(miner.next().get("id").asInt()).isZero();
    }

    @Test
    void theWorkerOfASubmitLabelsTheShare() throws IOException {
        connect(settings -> settings);
        miner.loginEthProxy();
        submit(gold(), ",\"worker\":\"rig7\"");
        submit(gold(), ",\"worker\":\"eth1.0\"");
        assertThat(pool.submissions).extracting(Submission::worker).containsExactly("rig7", "0");
    }

    @Test
    void aSubmitWithoutMixIsJudgedAndABadOneIsNot() throws IOException {
        connect(settings -> settings);
        miner.loginEthProxy();
        String header = "\"" + ScriptedPool.GOLD_HEADER + "\"";
        assertThat(submit("[\"0xA2EEA0CFAE7DF760\"," + header + "]", "")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(submit("[\"0x1\"," + header + ",\"0x12\"]", "")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(-1);
        assertThat(submit("[\"0x1\",\"0x12\"]", "").get("error").get("code").asInt())
                .isEqualTo(-1);
        assertThat(submit("[\"0x\"," + header + "]", "")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(-1);
        assertThat(submit("[1," + header + "]", "").get("error").get("code").asInt())
                .isEqualTo(-1);
        assertThat(submit("[\"0x11111111111111111\"," + header + "]", "")
                        .get("error")
                        .toString())
                .isEqualTo("{\"code\":20,\"message\":\"Invalid nonce size\"}");
        assertThat(pool.submissions).hasSize(1);
    }

    @Test
    void aHeaderThatSharesItsFirstWordOnlyIsUnknown() throws IOException {
        connect(settings -> settings);
        miner.loginEthProxy();
        String forged = ScriptedPool.GOLD_HEADER.toHex().substring(0, 16) + "0".repeat(48);
        assertThat(submit("[\"0x1\",\"" + forged + "\"]", "")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(21);
        assertThat(pool.submissions).isEmpty();
        assertThat(pool.count("shares.outcome{unknown-job}")).isEqualTo(1);
    }

    @Test
    void aStoreOutageIsWorkNotReadyWithoutAClose() throws IOException {
        connect(settings -> settings);
        pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.NotReady());
        miner.loginEthProxy();
        assertThat(submit(gold(), "").toString())
                .isEqualTo("{\"id\":8,\"jsonrpc\":\"2.0\",\"result\":false,"
                        + "\"error\":{\"code\":0,\"message\":\"Work not ready\"}}");
        assertThat(miner.isOpen()).isTrue();
    }

    @Test
    void aSecondLoginInOneSegmentBringsOneJob() throws IOException {
        connect(settings -> settings);
        miner.send(TestMiner.LOGIN, TestMiner.LOGIN, "{\"id\":9,\"method\":\"keepalived\"}");
        assertThat(miner.next().get("id").asInt()).isEqualTo(1);
        assertThat(miner.next().get("id").asInt()).isEqualTo(1);
        assertThat(miner.next().get("id").asInt()).isEqualTo(9);
        assertThat(miner.next().get("id").asInt()).isZero();
        miner.send("{\"id\":10,\"method\":\"keepalived\"}");
        assertThat(miner.next().get("id").asInt()).isEqualTo(10);
    }
}
