package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.shares.Submission;
import io.potpool.terms.NoncePrefix;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EthereumStratum1SessionTest {

    private static final Hash256 NEXT = Hash256.parse("22".repeat(32));
    private static final Hash256 THIRD = Hash256.parse("33".repeat(32));
    private static final String OTHER_WALLET = "0xabababababababababababababababababababcd";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    @BeforeEach
    void connect() throws IOException {
        server = Servers.start(
                pool, settings -> settings.passwordDifficulty(new BigDecimal("0.000001"), BigDecimal.valueOf(10_000)));
        miner = new TestMiner(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private void subscribe(String agent) throws IOException {
        miner.call(
                "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"" + agent + "\",\"EthereumStratum/1.0.0\"]}");
    }

    private void login(String password) throws IOException {
        subscribe("ethminer-0.19.0");
        assertThat(miner.authorize(TestMiner.WALLET + ".rig1", password)
                        .get("result")
                        .asBoolean())
                .isTrue();
    }

    private JsonNode submit(String user, String job, String nonce) throws IOException {
        return miner.call("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + user + "\",\"" + job + "\",\""
                + nonce + "\"]}");
    }

    private void expectDifficulty(String decimal) throws IOException {
        assertThat(miner.line(TestMiner.PATIENCE))
                .hasValue("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + decimal + "]}");
    }

    private JsonNode expectJob(Hash256 header) throws IOException {
        JsonNode notify = miner.next();
        assertThat(notify.get("method").asString()).isEqualTo("mining.notify");
        assertThat(notify.get("params").get(2).asString()).isEqualTo(header.toHex());
        return notify;
    }

    @Test
    void theWholeHandshakeIsAsInTheSpecification() throws IOException {
        login("x");
        expectDifficulty("1.0");
        assertThat(miner.line(TestMiner.PATIENCE))
                .hasValue("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"a2eea0fc12eb20c5815807\",\""
                        + ScriptedPool.SEED.toHex() + "\",\"" + ScriptedPool.GOLD_HEADER.toHex()
                        + "\",true],\"height\":1500000,\"algo\":\"ethash\"}");
        assertThat(submit(TestMiner.WALLET + ".rig1", "A2EEA0FC12EB20C5815807", "cfae7df760")
                        .toString())
                .isEqualTo("{\"id\":4,\"result\":true,\"error\":null}");
        Submission share = pool.submissions.get(0);
        assertThat(share.nonce()).isEqualTo(ScriptedPool.GOLD_NONCE);
        assertThat(share.lease()).hasValue(NoncePrefix.parse("a2eea0"));
        assertThat(share.worker()).isEqualTo("rig1");
        assertThat(share.claimedMix()).isEmpty();
    }

    @Test
    void aPasswordDifficultyHoldsFromTheNextHeightAndIsToldOnce() throws IOException {
        login("d=1.5");
        expectDifficulty("1.0");
        expectJob(ScriptedPool.GOLD_HEADER);
        pool.announce(THIRD, ScriptedPool.HEIGHT, false);
        assertThat(expectJob(THIRD).get("params").get(3).asBoolean()).isFalse();
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
        expectDifficulty("1.5");
        assertThat(expectJob(NEXT).get("params").get(3).asBoolean()).isTrue();
    }

    @Test
    void aSessionWhosePrefixIsAnotherInstancesIsEndedWithTheNextJob() throws IOException {
        login("x");
        expectDifficulty("1.0");
        expectJob(ScriptedPool.GOLD_HEADER);
        pool.leasesAreLost = true;
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
        assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        assertThat(pool.count("stratum.leaseLost")).isEqualTo(1);
    }

    @Test
    void smallDifficultiesAreExactAndWithoutExponent() throws IOException {
        pool.defaultDifficulty = Difficulty.of(429_497);
        login("x");
        expectDifficulty("0.00010000006295740604400634765625");
    }

    @Test
    void anotherWalletOnTheSameLeaseIsRefusedAndTheConnectionKept() throws IOException {
        login("x");
        expectDifficulty("1.0");
        expectJob(ScriptedPool.GOLD_HEADER);
        assertThat(miner.authorize(OTHER_WALLET, "d=5").get("error").get(0).asInt())
                .isEqualTo(24);
        assertThat(miner.authorize("nonsense", "x").get("error").get(0).asInt()).isEqualTo(24);
        assertThat(miner.authorize(TestMiner.WALLET + ".rig2", "d=5")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(submit(OTHER_WALLET, "a2eea0fc12eb20c5815807", "cfae7df760")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(24);
        assertThat(submit(TestMiner.WALLET + ".rig2", "a2eea0fc12eb20c5815807", "cfae7df760")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(pool.submissions.get(0).worker()).isEqualTo("rig2");
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
        expectJob(NEXT);
    }

    @Test
    void aSecondSubscriptionKeepsTheExtranonce() throws IOException {
        JsonNode first = miner.call(TestMiner.SUBSCRIBE);
        assertThat(miner.call(TestMiner.SUBSCRIBE)).isEqualTo(first);
    }

    @Test
    void theLeaseEndsWithTheConnection() throws IOException {
        login("x");
        miner.close();
        Awaitility.await().until(() -> pool.endedLeases().equals(java.util.List.of(NoncePrefix.parse("a2eea0"))));
    }

    @Test
    void nonceSizesAreChecked() throws IOException {
        login("x");
        for (String wrong : new String[] {"cfae7df7", "0cfae7df760a", "cfae7df76", "a2eea0cfae7df7600"}) {
            JsonNode answer = submit(TestMiner.WALLET, "a2eea0fc12eb20c5815807", wrong);
            assertThat(answer.get("error").toString()).isEqualTo("[20,\"Invalid nonce size\",null]");
        }
        assertThat(submit(TestMiner.WALLET, "a2eea0fc12eb20c5815807", "xyz")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(20);
        assertThat(submit(TestMiner.WALLET, "a2eea0fc12eb20c5815807", "")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(20);
        assertThat(pool.submissions).isEmpty();
    }

    @Test
    void aFullNonceCountsBelowItsOwnExtranonceOnly() throws IOException {
        login("x");
        String job = "0xa2eea0fc12eb20c5815807";
        assertThat(submit(TestMiner.WALLET, job, "0xA2EEA0CFAE7DF760")
                        .get("result")
                        .asBoolean())
                .isTrue();
        assertThat(submit(TestMiner.WALLET, job, "0xb2eea0cfae7df760")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void theFiveElementFormOfTeamRedMinerIsUnderstood() throws IOException {
        login("x");
        JsonNode answer = miner.call("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + TestMiner.WALLET
                + "\",\"a2eea0fc12eb20c5815807\",\"0xa2eea0cfae7df760\",\"" + ScriptedPool.GOLD_HEADER + "\",\"" + NEXT
                + "\"]}");
        assertThat(answer.get("result").asBoolean()).isTrue();
        assertThat(pool.submissions.get(0).claimedMix()).hasValue(NEXT);
    }

    @Test
    void niceHashHasTwoBytesAndNoJobBelowItsMinimum() throws IOException {
        pool.defaultDifficulty = Difficulty.of(1_000_000);
        JsonNode answer = miner.call(
                "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"NiceHash/1.0.0\",\"1600000000000\",\"hmac\"]}");
        assertThat(answer.get("result").get(1).asString()).isEqualTo("a2ee");
        miner.authorize(TestMiner.WALLET, "x");
        miner.send("{\"id\":77,\"method\":\"mining.ping\"}");
        assertThat(miner.next().get("id").asInt()).isEqualTo(77);
        pool.announce(NEXT, ScriptedPool.HEIGHT + 1, false);
        expectDifficulty("1.0");
        assertThat(expectJob(NEXT).get("params").get(3).asBoolean())
                .as("its first job")
                .isTrue();
    }

    @Test
    void niceHashWithoutALeaseIsCountedOnceTwoHeightsLater() throws IOException {
        pool.grants = false;
        pool.defaultDifficulty = Difficulty.of(1_000_000);
        miner.call("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"NiceHash/1.0.0\"]}");
        miner.authorize(TestMiner.WALLET, "x");
        AtomicLong height = new AtomicLong(ScriptedPool.HEIGHT);
        Awaitility.await().until(() -> {
            long next = height.incrementAndGet();
            pool.announce(Hash256.parse(String.format("%064x", next)), next, true);
            return pool.count("stratum.withoutLease") == 1;
        });
        assertThat(height.get()).isGreaterThanOrEqualTo(ScriptedPool.HEIGHT + 2);
        long later = height.get() + 5;
        pool.announce(Hash256.parse(String.format("%064x", later)), later, true);
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> pool.count("stratum.withoutLease") == 1);
    }

    @Test
    void niceHashGetsItsJobAtOnceWhereTheDefaultIsEnough() throws IOException {
        subscribe("NiceHash/1.0.0");
        miner.authorize(TestMiner.WALLET, "x");
        expectDifficulty("1.0");
        expectJob(ScriptedPool.GOLD_HEADER);
    }

    @Test
    void otherProtocolsMethodsAreAMismatchAndHarmlessOnesTrue() throws IOException {
        login("x");
        for (String foreign : new String[] {"eth_submitLogin", "eth_getWork", "mining.hello", "eth_submitWork"}) {
            assertThat(miner.call("{\"id\":6,\"method\":\"" + foreign + "\",\"params\":[]}")
                            .get("error")
                            .toString())
                    .isEqualTo("[20,\"Protocol mismatch\",null]");
        }
        for (String harmless : new String[] {"eth_submitHashrate", "mining.ping", "mining.extranonce.subscribe"}) {
            assertThat(miner.call("{\"id\":6,\"method\":\"" + harmless + "\",\"params\":[]}")
                            .toString())
                    .isEqualTo("{\"id\":6,\"result\":true,\"error\":null}");
        }
        assertThat(miner.call("{\"id\":6,\"method\":\"mining.foo\"}")
                        .get("error")
                        .get(0)
                        .asInt())
                .isEqualTo(-3);
        assertThat(pool.count("stratum.unknownMethods")).isEqualTo(1);
    }
}
