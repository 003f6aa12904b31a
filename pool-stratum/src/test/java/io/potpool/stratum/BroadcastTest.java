package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BroadcastTest {

    private static final Hash256 SECOND = Hash256.parse("22".repeat(32));
    private static final int SMALL_BUFFER = 4608;

    private final ScriptedPool pool = ScriptedPool.withGold();

    @Test
    void everySessionOfBothProtocolsGetsANewJob() throws IOException {
        try (StratumServer server = Servers.start(pool)) {
            List<TestMiner> miners = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                TestMiner miner = new TestMiner(server);
                if (i % 2 == 0) {
                    miner.loginEthProxy();
                } else {
                    miner.call(TestMiner.SUBSCRIBE);
                    miner.authorize(TestMiner.WALLET, "x");
                }
                miner.linesUntil(ScriptedPool.GOLD_HEADER.toHex());
                miners.add(miner);
            }
            pool.announce(SECOND, ScriptedPool.HEIGHT + 1, true);
            List<String> jobIds = new ArrayList<>();
            for (TestMiner miner : miners) {
                JsonNode push = miner.next();
                assertThat(push.toString()).contains(SECOND.toHex());
                if (push.has("method")) {
                    jobIds.add(push.get("params").get(0).asString());
                }
                miner.close();
            }
            assertThat(jobIds).hasSize(10).doesNotHaveDuplicates().allMatch(id -> id.endsWith("2222222222222222"));
            assertThat(pool.count("stratum.jobsPushed")).isEqualTo(40);
        }
    }

    @Test
    void aSlowReaderGetsOnlyTheNewestJob() throws IOException {
        try (StratumServer server =
                        Servers.start(pool, settings -> settings.ioThreads(1).sendBufferBytes(SMALL_BUFFER));
                TestMiner slow = new TestMiner(server, SMALL_BUFFER).loginEthProxy()) {
            int pair = replacePair(server);
            List<String> lines = slow.linesUntil(newer(pair).toHex());
            assertThat(lines).noneMatch(line -> line.contains(older(pair).toHex()));
            assertThat(slow.isOpen()).isTrue();
        }
    }

    @Test
    void aReplacedJobsCleanFlagIsNotLost() throws IOException {
        try (StratumServer server =
                        Servers.start(pool, settings -> settings.ioThreads(1).sendBufferBytes(SMALL_BUFFER));
                TestMiner slow = new TestMiner(server, SMALL_BUFFER)) {
            slow.call(TestMiner.SUBSCRIBE);
            slow.authorize(TestMiner.WALLET, "x");
            int pair = replacePair(server);
            List<String> lines = slow.linesUntil(newer(pair).toHex());
            assertThat(lines).noneMatch(line -> line.contains(older(pair).toHex()));
            assertThat(lines.get(lines.size() - 1)).contains(newer(pair).toHex() + "\",true]");
        }
    }

    private int replacePair(StratumServer server) throws IOException {
        int pair = 1;
        while (!Servers.replace(pool, server, older(pair), newer(pair))) {
            assertThat(++pair).as("pairs tried").isLessThan(50);
        }
        return pair;
    }

    private static Hash256 older(int pair) {
        return new Hash256(-2L * pair, 0, 0, 0);
    }

    private static Hash256 newer(int pair) {
        return new Hash256(-2L * pair - 1, 0, 0, 0);
    }

    @Test
    void aMinerWhoNeverReadsIsCutOff() throws IOException {
        try (StratumServer server = Servers.start(
                        pool,
                        settings -> settings.ioThreads(1)
                                .sendBufferBytes(SMALL_BUFFER)
                                .stallTimeout(Duration.ofMillis(600)));
                TestMiner slow = new TestMiner(server, SMALL_BUFFER).loginEthProxy()) {
            AtomicLong header = new AtomicLong();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
                pool.announce(new Hash256(header.incrementAndGet(), 0, 0, 0), ScriptedPool.HEIGHT, false);
                return pool.count("stratum.closed{slow}") == 1;
            });
            Awaitility.await().until(() -> pool.count("stratum.connections") == 0);
            assertThat(slow.isClosed(TestMiner.PATIENCE)).isTrue();
        }
    }

    @Test
    void aMinerWhoAsksWithoutReadingIsCutOffBeforeAnswersPileUp() throws IOException {
        try (StratumServer server =
                        Servers.start(pool, settings -> settings.ioThreads(1).sendBufferBytes(SMALL_BUFFER));
                TestMiner slow = new TestMiner(server, SMALL_BUFFER).loginEthProxy()) {
            String ask = "{\"id\":5,\"method\":\"eth_getWork\"}\n".repeat(100);
            Awaitility.await()
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> {
                        if (pool.count("stratum.closed{slow}") == 0) {
                            slow.raw(ask.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        }
                        return pool.count("stratum.closed{slow}") == 1;
                    });
        }
    }

    @Test
    void anUnchangedJobIsSentAgain() throws IOException {
        try (StratumServer server =
                        Servers.start(pool, settings -> settings.rebroadcastInterval(Duration.ofMillis(300)));
                TestMiner miner = new TestMiner(server)) {
            miner.call(TestMiner.SUBSCRIBE);
            miner.authorize(TestMiner.WALLET, "x");
            assertThat(miner.next().get("method").asString()).isEqualTo("mining.set_difficulty");
            assertThat(miner.next().get("params").get(3).asBoolean()).isTrue();
            JsonNode again = miner.next();
            assertThat(again.get("params").get(2).asString()).isEqualTo(ScriptedPool.GOLD_HEADER.toHex());
            assertThat(again.get("params").get(3).asBoolean()).as("clean").isFalse();
        }
    }

    @Test
    void nothingIsPushedOnceThereIsNoWork() throws IOException {
        try (StratumServer server =
                        Servers.start(pool, settings -> settings.rebroadcastInterval(Duration.ofMillis(300)));
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            miner.next();
            pool.publish(Optional.empty());
            long pushed = pool.count("stratum.jobsPushed");
            Awaitility.await()
                    .during(Duration.ofMillis(900))
                    .until(() -> pool.count("stratum.jobsPushed") <= pushed + 1);
            pool.announce(SECOND, ScriptedPool.HEIGHT + 1, true);
            miner.linesUntil(SECOND.toHex());
        }
    }

    @Test
    void noAnswerRunsAheadOfThePushes() throws IOException {
        try (StratumServer server = Servers.start(pool);
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            long newest = 0;
            for (int round = 1; round <= 50; round++) {
                pool.announce(new Hash256(round, 0, 0, 0), ScriptedPool.HEIGHT + round, true);
                miner.send("{\"id\":5,\"method\":\"eth_getWork\"}");
                JsonNode message;
                do {
                    message = miner.next();
                    long height = Long.decode(message.get("result").get(3).asString());
                    assertThat(height).isGreaterThanOrEqualTo(newest);
                    newest = height;
                } while (message.get("id").asInt() != 5);
            }
        }
    }
}
