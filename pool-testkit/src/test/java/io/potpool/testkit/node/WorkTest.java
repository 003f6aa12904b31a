package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.testkit.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final Address OTHER = Address.parse("0x00000000000000000000000000000000000eba60");

    private SimulatedNode node;
    private Rpc rpc;

    @BeforeEach
    void start() {
        node = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(64)
                .fixedDifficulty()
                .tinyEthash()
                .build()
                .start();
        rpc = new Rpc(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void solvedWorkBecomesABlockWhoseHeaderGivesTheServedHash() throws Exception {
        List<String> work = rpc.work();
        Solver.Solution solution = Solver.solve(work, 0);

        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(true);

        await().until(() -> node.height() == 1);
        Map<String, Object> block = rpc.map("eth_getBlockByNumber", "0x1", false);
        assertThat(block).containsEntry("nonce", solution.nonce()).containsEntry("mixHash", solution.mix());
        assertThat(block).containsEntry("miner", MINER.text());
        assertThat(rpc.map("eth_getBlockByHash", block.get("hash"), false)).isEqualTo(block);
        await().until(() -> rpc.work().get(3).equals("0x2"));
    }

    @Test
    void onlyCompleteSolutionsOfIssuedWorkAreTrue() throws Exception {
        List<String> work = rpc.work();
        Solver.Solution good = Solver.solve(work, 0);
        Solver.Solution low = Solver.unsolved(work);
        String zero = "0x" + "0".repeat(64);

        assertThat(rpc.result("eth_submitWork", low.params())).isEqualTo(false);
        assertThat(rpc.result("eth_submitWork", good.nonce(), zero, good.mix())).isEqualTo(false);
        assertThat(rpc.result("eth_submitWork", good.nonce(), good.header(), zero))
                .isEqualTo(false);
        assertThat(node.height()).isZero();
    }

    @Test
    void duplicateIsTrueAgainAndAddsNothing() throws Exception {
        Solver.Solution solution = Solver.solve(rpc.work(), 0);

        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(true);
        await().until(() -> node.height() == 1);
        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(true);
        await().pollDelay(Duration.ofMillis(50)).until(() -> node.height() == 1);
        assertThat(rpc.map("eth_getBlockByNumber", "pending", false)).containsEntry("uncles", List.of());
    }

    @Test
    void secondNonceBecomesAnUncleOfTheNextBlockAndChangesTheWork() throws Exception {
        List<String> work = rpc.work();
        Solver.Solution first = Solver.solve(work, 0);
        Solver.Solution second = Solver.solve(work, Long.parseLong(first.nonce().substring(2), 16) + 1);
        rpc.result("eth_submitWork", first.params());
        await().until(() -> rpc.work().get(3).equals("0x2"));
        await().until(() ->
                rpc.map("eth_getBlockByNumber", "pending", false).get("number").equals("0x2"));
        List<String> before = rpc.work();

        assertThat(rpc.result("eth_submitWork", second.params())).isEqualTo(true);

        await().until(() -> !rpc.work().get(0).equals(before.get(0)));
        assertThat(rpc.work().get(3)).isEqualTo("0x2");
        rpc.result("eth_submitWork", Solver.solve(rpc.work(), 0).params());
        await().until(() -> node.height() == 2);
        Map<String, Object> uncle = rpc.map("eth_getUncleByBlockNumberAndIndex", "0x2", "0x0");
        assertThat(uncle).containsEntry("nonce", second.nonce()).doesNotContainKey("transactions");
        assertThat(rpc.text("eth_getBalance", MINER.text(), "0x2"))
                .as("5 + 5 + 5/32 + 7/8 of 5")
                .isEqualTo("0x" + new java.math.BigInteger("14531250000000000000").toString(16));
    }

    @Test
    void solutionsAreTakenUpToSixHeightsBehind() throws Exception {
        List<String> work = rpc.work();
        List<Object> answers = new ArrayList<>();
        long nonce = 0;
        for (int age = 0; age <= 8; age++) {
            Solver.Solution solution = Solver.solve(work, nonce);
            nonce = Long.parseLong(solution.nonce().substring(2), 16) + 1;
            answers.add(rpc.result("eth_submitWork", solution.params()));
            long next = node.height();
            if (age == 0) {
                await().until(() -> node.height() == 1);
                continue;
            }
            node.mineBlocks(OTHER, 1);
            assertThat(node.height()).isEqualTo(next + 1);
        }
        assertThat(answers).containsExactly(true, true, true, true, true, true, true, false, false);
    }

    @Test
    void queueOfTenAnswersFalseWhenFull() throws Exception {
        try (SimulatedNode slow = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(2)
                .fixedDifficulty()
                .tinyEthash()
                .writeDelay(Duration.ofSeconds(5))
                .build()
                .start()) {
            Rpc slowRpc = new Rpc(slow);
            List<String> work = slowRpc.work();
            List<String> calls = new ArrayList<>();
            long nonce = 0;
            for (int i = 0; i < 30; i++) {
                Solver.Solution solution = Solver.solve(work, nonce);
                nonce = Long.parseLong(solution.nonce().substring(2), 16) + 1;
                calls.add(Rpc.request("eth_submitWork", solution.params()));
            }
            Object answers = Json.parse(slowRpc.post("[" + String.join(",", calls) + "]"));
            long taken = ((List<?>) answers)
                    .stream()
                            .filter(answer -> Boolean.TRUE.equals(((Map<?, ?>) answer).get("result")))
                            .count();
            assertThat(taken).isBetween(10L, 11L);
        }
    }

    @Test
    void workOfALostParentIsTrueAndLost() throws Exception {
        node.mineBlocks(OTHER, 4);
        await().until(() -> rpc.work().get(3).equals("0x5"));
        Solver.Solution solution = Solver.solve(rpc.work(), 0);
        node.setHead(2);
        assertThat(rpc.work().get(3)).isEqualTo("0x3");

        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(true);
        await().pollDelay(Duration.ofMillis(50)).until(() -> node.height() == 2);
    }

    @Test
    void nullNonceIsReadAsZero() throws Exception {
        List<String> work = rpc.work();
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_submitWork\",\"params\":[null,\"" + work.get(0)
                + "\",\"" + work.get(0) + "\"]}";
        assertThat(Json.object(rpc.post(body))).containsEntry("result", false);
    }

    @Test
    void stoppedMinerKeepsServingItsLastWork() throws Exception {
        List<String> work = rpc.work();
        rpc.result("miner_stop");
        node.mineBlocks(OTHER, 3);
        assertThat(rpc.work()).isEqualTo(work);
        rpc.result("miner_start", 0);
        assertThat(rpc.work().get(3)).isEqualTo("0x4");
    }

    @Test
    void newEtherbaseTakesEffectWithTheNextHead() throws Exception {
        List<String> work = rpc.work();
        await().until(() ->
                work.get(3).equals(((Map<?, ?>) rpc.result("eth_getBlockByNumber", "pending", false)).get("number")));
        rpc.result("miner_setEtherbase", OTHER.text());
        assertThat(rpc.text("eth_coinbase")).isEqualTo(OTHER.text());
        assertThat(rpc.work()).isEqualTo(work);
    }
}
