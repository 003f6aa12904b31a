package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Nonce;
import io.potpool.shares.ShareOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnswersTest {

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    @BeforeEach
    void connect() throws IOException {
        server = Servers.start(pool, settings -> settings.maxInFlight(64));
        miner = new TestMiner(server).loginEthProxy();
        miner.next();
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
    }

    private static String share(int id) {
        return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"0x" + Integer.toHexString(id) + "\",\""
                + ScriptedPool.GOLD_HEADER + "\"]}";
    }

    @Test
    void aShareWithoutOutcomeIsAnsweredWithinTwoSeconds() throws IOException {
        List<CompletableFuture<ShareOutcome>> open = Collections.synchronizedList(new ArrayList<>());
        pool.judge = share -> {
            open.add(new CompletableFuture<>());
            return open.get(open.size() - 1);
        };
        long sent = System.nanoTime();
        JsonNode answer = miner.call(share(8));
        assertThat(Duration.ofNanos(System.nanoTime() - sent))
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(2));
        assertThat(answer.get("result").asBoolean()).isFalse();
        assertThat(answer.get("error").get("code").asInt()).isEqualTo(20);
        assertThat(answer.get("error").get("message").asString()).isEqualTo("Not recorded in time");
        assertThat(pool.count("stratum.lateAnswers")).isEqualTo(1);

        open.get(0).complete(new ShareOutcome.Duplicate());
        miner.send("{\"id\":9,\"method\":\"keepalived\"}");
        assertThat(miner.next().get("id").asInt()).as("no second answer").isEqualTo(9);
    }

    @Test
    void answersFollowCompletionNotOrderOfArrival() throws IOException {
        List<CompletableFuture<ShareOutcome>> open = Collections.synchronizedList(new ArrayList<>());
        pool.judge = share -> {
            CompletableFuture<ShareOutcome> outcome = new CompletableFuture<>();
            open.add(outcome);
            return outcome;
        };
        miner.send(share(1), share(2), share(3));
        Awaitility.await().until(() -> open.size() == 3);
        open.get(2).complete(new ShareOutcome.Duplicate());
        assertThat(miner.next().get("id").asInt()).isEqualTo(3);
        open.get(0).complete(new ShareOutcome.LowDifficulty(false));
        assertThat(miner.next().get("id").asInt()).isEqualTo(1);
        open.get(1).complete(new ShareOutcome.UnknownJob());
        assertThat(miner.next().get("id").asInt()).isEqualTo(2);
    }

    @Test
    void moreSharesUnderWayThanMayAreRefusedAtOnce() throws IOException {
        pool.judge = share -> new CompletableFuture<>();
        miner.send(IntStream.rangeClosed(1, 65).mapToObj(AnswersTest::share).toArray(String[]::new));
        JsonNode first = miner.next();
        assertThat(first.get("id").asInt()).isEqualTo(65);
        assertThat(first.get("error").get("message").asString()).isEqualTo("Too many in flight");
        for (int i = 0; i < 64; i++) {
            assertThat(miner.next().get("error").get("message").asString()).isEqualTo("Not recorded in time");
        }
        pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.Duplicate());
        assertThat(miner.call(share(99)).get("error").get("code").asInt())
                .as("free again")
                .isEqualTo(22);
    }

    @Test
    void aBurstOfSharesInOneSegmentIsAnsweredInFull() throws IOException {
        pool.good =
                IntStream.rangeClosed(1, 64).mapToObj(i -> new Nonce(i)).collect(java.util.stream.Collectors.toSet());
        pool.judge = share -> CompletableFuture.supplyAsync(() -> pool.outcome(share));
        miner.send(IntStream.rangeClosed(1, 64).mapToObj(AnswersTest::share).toArray(String[]::new));
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            JsonNode answer = miner.next();
            assertThat(answer.get("result").asBoolean()).isTrue();
            ids.add(answer.get("id").asInt());
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 64).boxed().toList());
    }

    @Test
    void aDuplicateKeepsTheConnectionHoweverOftenItComes() throws IOException {
        String gold = "{\"id\":40,\"method\":\"eth_submitWork\",\"params\":[\"" + ScriptedPool.GOLD_NONCE + "\",\""
                + ScriptedPool.GOLD_HEADER + "\"]}";
        assertThat(miner.call(gold).get("result").asBoolean()).isTrue();
        for (int i = 0; i < 50; i++) {
            assertThat(miner.call(gold).get("error").get("code").asInt()).isEqualTo(22);
        }
        assertThat(miner.isOpen()).isTrue();
        assertThat(pool.count("stratum.malformed")).isZero();
    }

    @Test
    void aFaultOfThePoolIsAnsweredAndCounted() throws IOException {
        pool.judge = share -> {
            throw new IllegalStateException("planted");
        };
        assertThat(miner.call(share(1)).get("error").get("message").asString()).isEqualTo("Not recorded in time");
        pool.judge = share -> CompletableFuture.failedFuture(new IllegalStateException("planted"));
        assertThat(miner.call(share(2)).get("error").get("message").asString()).isEqualTo("Not recorded in time");
        assertThat(pool.count("stratum.faults")).isEqualTo(2);
        assertThat(miner.isOpen()).isTrue();
    }

    @Test
    void aFaultInOneSessionEndsThatSessionOnly() throws IOException {
        pool.policy = Policies.admitting(login -> {
            throw new IllegalStateException("planted");
        });
        try (TestMiner other = new TestMiner(server)) {
            other.send(TestMiner.LOGIN);
            assertThat(other.line(TestMiner.PATIENCE)).isEmpty();
        }
        assertThat(miner.isOpen()).isTrue();
        assertThat(pool.count("stratum.faults")).isEqualTo(1);
    }

    @Test
    void anUnansweredShareOfAGoneMinerHarmsNobody() throws IOException {
        CompletableFuture<ShareOutcome> outcome = new CompletableFuture<>();
        pool.judge = share -> outcome;
        try (TestMiner other = new TestMiner(server).loginEthProxy()) {
            other.send(share(1));
            Awaitility.await().until(() -> !pool.submissions.isEmpty());
        }
        Awaitility.await().until(() -> pool.count("stratum.connections") == 1);
        outcome.complete(new ShareOutcome.Duplicate());
        assertThat(miner.isOpen()).isTrue();
        assertThat(Optional.of(pool.count("stratum.faults"))).hasValue(0L);
    }
}
