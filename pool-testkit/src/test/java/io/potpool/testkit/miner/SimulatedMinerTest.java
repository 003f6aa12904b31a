package io.potpool.testkit.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.PowHash;
import io.potpool.testkit.pow.Hasher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedMinerTest {

    private static final String HEADER = "0x" + "1a".repeat(32);
    private static final String SEED = "0x" + "0".repeat(64);
    private static final Difficulty SHARE = Difficulty.of(50);

    private static List<String> ethProxy(FakePool pool, Map<String, Object> message) {
        Object id = message.get("id");
        String work = "[\"" + HEADER + "\",\"" + SEED + "\",\"" + SHARE.toTarget() + "\",\"0x7\"]";
        return switch (String.valueOf(message.get("method"))) {
            case "eth_submitLogin" -> List.of("{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"result\":true}");
            case "eth_getWork" -> List.of("{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"result\":" + work + "}");
            default -> List.of(answer(pool.calls("eth_submitWork").size(), id));
        };
    }

    private static String answer(int count, Object id) {
        return switch (count) {
            case 1 -> "{\"id\":" + id + ",\"result\":false,\"error\":{\"code\":21,\"message\":\"Job not found\"}}";
            case 2 -> "{\"id\":" + id + ",\"result\":false,\"error\":[22,\"Duplicate share\",null]}";
            case 3 -> "{\"id\":" + id + ",\"result\":false,\"error\":{\"code\":23,\"message\":\"Low\"}}";
            default -> "{\"id\":" + id + ",\"result\":true}";
        };
    }

    @Test
    void ethProxyMinerSubmitsSharesThatMeetTheTargetAndSortsTheAnswers() throws Exception {
        try (FakePool pool = new FakePool(SimulatedMinerTest::ethProxy);
                SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", pool.port())
                        .hashesPerSecond(20_000)
                        .start()) {
            await().until(() -> miner.stats().accepted() >= 5);

            MinerStats stats = miner.stats();
            assertThat(stats.stale()).isEqualTo(1);
            assertThat(stats.duplicate()).isEqualTo(1);
            assertThat(stats.invalid()).isEqualTo(1);
            assertThat(stats.logins()).isEqualTo(1);
            for (Map<String, Object> share : pool.calls("eth_submitWork")) {
                List<?> params = (List<?>) share.get("params");
                PowHash hash = Hasher.tiny()
                        .hash(new EthashEpoch(0, 0), Hash256.parse(HEADER), Nonce.parse((String) params.get(0)));
                assertThat(params.get(1)).isEqualTo(HEADER);
                assertThat(params.get(2)).isEqualTo(hash.mix().toString());
                assertThat(SHARE.toTarget().isMetBy(hash.result())).isTrue();
            }
        }
    }

    @Test
    void ethereumStratumMinerStaysInItsExtranonceAndMeetsItsDifficulty() throws Exception {
        double difficulty = 20 / 4294967296.0;
        try (FakePool pool = new FakePool((p, message) -> switch (String.valueOf(message.get("method"))) {
                    case "mining.subscribe" ->
                        List.of(
                                "{\"id\":1,\"result\":[[\"mining.notify\",\"ab\",\"EthereumStratum/1.0.0\"],\"a2eea0\"],\"error\":null}");
                    case "mining.authorize" ->
                        List.of(
                                "{\"id\":3,\"result\":true,\"error\":null}",
                                "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + difficulty + "]}",
                                "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"j1\",\"" + SEED.substring(2)
                                        + "\",\"" + HEADER.substring(2) + "\",true],\"height\":7}");
                    default -> List.of("{\"id\":" + message.get("id") + ",\"result\":true,\"error\":null}");
                });
                SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", pool.port())
                        .protocol(MinerProtocol.ETHEREUM_STRATUM_1)
                        .worker("rig9")
                        .start()) {
            await().until(() -> miner.stats().accepted() >= 20);

            List<?> params = (List<?>) pool.calls("mining.submit").get(0).get("params");
            assertThat(params.get(0)).isEqualTo("0x" + "ab".repeat(20) + ".rig9");
            assertThat(params.get(1)).isEqualTo("j1");
            assertThat((String) params.get(2)).hasSize(10);
            PowHash hash = Hasher.tiny()
                    .hash(new EthashEpoch(0, 0), Hash256.parse(HEADER), Nonce.parse("a2eea0" + params.get(2)));
            assertThat(Difficulty.of(20).toTarget().isMetBy(hash.result())).isTrue();
        }
    }

    @Test
    void minerReconnectsAfterTheConnectionEnds() throws Exception {
        try (FakePool pool = new FakePool(SimulatedMinerTest::ethProxy);
                SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", pool.port())
                        .hashesPerSecond(1000)
                        .reconnectDelay(Duration.ofMillis(20))
                        .start()) {
            await().until(() -> miner.stats().logins() == 1);
            pool.sockets.get(0).close();
            await().until(() -> miner.stats().logins() == 2);
            miner.disconnect();
            await().until(() -> miner.stats().logins() == 3);
        }
    }

    @Test
    void throttledMinerKeepsItsRate() throws Exception {
        try (FakePool pool = new FakePool(SimulatedMinerTest::ethProxy);
                SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", pool.port())
                        .hashesPerSecond(200)
                        .start()) {
            await().until(() -> miner.stats().hashes() > 0);
            long start = System.nanoTime();
            long before = miner.stats().hashes();
            await().until(() -> miner.stats().hashes() >= before + 100);
            assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
        }
    }
}
