package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.testkit.json.Json;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Replays what a real core-geth was asked and compares the simulator's answers. The last test counts: only the
 * entries in {@link #NOT_REPLAYED} are left out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TranscriptReplayTest {

    /** Command lines on which the real process exits; the simulator has no command line. */
    private static final Set<Integer> NOT_REPLAYED = Set.of(18, 342);

    private static final Address ETHERBASE = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final Address SECOND = Address.parse("0x00000000000000000000000000000000000eba60");
    private static final Address RICH = Address.parse("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    private static final BigInteger KEY = new BigInteger("46".repeat(32), 16);

    private final Replay replay = new Replay();

    private static SimulatedNodeBuilder builder() {
        return SimulatedNode.builder()
                .networkId(61_337)
                .peers(0)
                .genesisTime(Instant.EPOCH)
                .genesisDifficulty(64)
                .fixedDifficulty()
                .tinyEthash()
                .templateDelay(Duration.ofMillis(1))
                .recommit(Duration.ofMillis(50))
                .balance(RICH, new Wei(BigInteger.TEN.pow(21)))
                .contract(contract("c0de0"), SimulatedContract.reverting())
                .contract(contract("c0de1"), SimulatedContract.accepting(22_105))
                .contract(contract("c0de2"), SimulatedContract.invalid())
                .contract(contract("c0de3"), SimulatedContract.reverting("blocked"));
    }

    private static Address contract(String tail) {
        return Address.parse("0x" + "0".repeat(35) + tail);
    }

    private static void awaitPending(Rpc rpc, String member, Object value) {
        await().until(() -> {
            Map<String, Object> pending = rpc.map("eth_getBlockByNumber", "pending", false);
            return pending != null && value.equals(pending.get(member));
        });
    }

    private void assertFaithful() {
        List<String> found = List.copyOf(replay.differences());
        replay.differences().clear();
        assertThat(found).isEmpty();
    }

    @Test
    @Order(1)
    void idleNode() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            replay.http(node, 0, 17);
        }
        assertFaithful();
    }

    @Test
    @Order(2)
    void mainNode() throws Exception {
        try (NotifySink sink = new NotifySink();
                SimulatedNode node = builder()
                        .etherbase(ETHERBASE)
                        .notify(sink.url())
                        .build()
                        .start();
                WsClient heads = new WsClient(node);
                WsClient sides = new WsClient(node)) {
            replay.check(19, heads.call("eth_subscribe", "newHeads"));
            replay.check(20, sides.call("eth_subscribe", "newSideHeads"));
            replay.http(node, 21, 34);
            headers(node, 35);
            replay.http(node, 36, 64);
            afterTheFirstBlock(node);
            replay.check(256, heads.next());
            replay.check(257, sides.next());
            agesOfSolutions(node);
            transactions(node);
            httpDoor(node);
            webSocket(node, heads);
            for (int i = 0; i < 2; i++) {
                notification(254 + i, sink, i);
            }
        }
        assertFaithful();
    }

    private void headers(SimulatedNode node, int index) throws Exception {
        Transcripts.Entry entry = replay.entry(index);
        RawHttp.Answer answer = new RawHttp(node.url()).send("POST", "/", Map.of(), Json.bytes(entry.request()));
        for (Object header : (List<?>) entry.fields().get("httpHeaders")) {
            assertThat(answer.head()).containsIgnoringCase("\r\n" + ((List<?>) header).get(0) + ": ");
        }
        replay.compare(index, entry.response(), answer.body());
    }

    private void afterTheFirstBlock(SimulatedNode node) throws Exception {
        Rpc rpc = new Rpc(node);
        awaitPending(rpc, "number", "0x2");
        replay.http(node, 65, 65);
        List<String> work = rpc.work();
        replay.http(node, 66, 66);
        await().until(() -> !rpc.work().equals(work));
        replay.http(node, 67, 68);
        await().until(() ->
                ((List<?>) rpc.map("eth_getBlockByNumber", "pending", false).get("uncles")).size() == 2);
        replay.http(node, 69, 70);
        node.mineBlock();
        awaitPending(rpc, "number", "0x3");
        replay.http(node, 71, 100);
    }

    private void agesOfSolutions(SimulatedNode node) throws Exception {
        for (int age = 0; age <= 9; age++) {
            while (node.height() < 2 + age) {
                node.mineBlocks(SECOND, 1);
            }
            replay.http(node, 101 + age, 101 + age);
            await().until(() -> node.height() > 2);
        }
    }

    private void transactions(SimulatedNode node) throws Exception {
        Rpc rpc = new Rpc(node);
        replay.http(node, 111, 163);
        String large = Json.text("0x" + HexText.data(oversized()).substring(2));
        Object answer = Json.parse(rpc.post(
                "{\"jsonrpc\":\"2.0\",\"id\":208,\"method\":\"eth_sendRawTransaction\",\"params\":[" + large + "]}"));
        replay.check(164, answer);
        replay.http(node, 165, 169);
        List<?> pooled = (List<?>) ((Map<?, ?>) replay.entry(174).responseMap().get("result")).get("transactions");
        for (int nonce = 3; nonce <= 4; nonce++) {
            rpc.text("eth_sendRawTransaction", HexText.data(encoded((Map<?, ?>) pooled.get(nonce))));
        }
        replay.http(node, 170, 173);
        await().until(() ->
                ((List<?>) rpc.map("eth_getBlockByNumber", "pending", true).get("transactions")).size() == 10);
        replay.http(node, 174, 175);
        node.mineBlock();
        replay.http(node, 176, 198);
    }

    /** Returns a transfer of the recorded 140,116 bytes. */
    private static byte[] oversized() {
        return new TransactionCodec(61)
                .signLegacy(
                        KEY,
                        1,
                        BigInteger.valueOf(20_000_000_000L),
                        5_000_000,
                        RICH,
                        BigInteger.ONE,
                        new byte[140_007]);
    }

    private static byte[] encoded(Map<?, ?> tx) {
        return Rlp.list(List.of(
                Rlp.number(number(tx, "nonce")),
                Rlp.number(number(tx, "gasPrice")),
                Rlp.number(number(tx, "gas")),
                Rlp.string(HexText.bytes((String) tx.get("to"))),
                Rlp.number(number(tx, "value")),
                Rlp.string(HexText.bytes((String) tx.get("input"))),
                Rlp.number(number(tx, "v")),
                Rlp.number(number(tx, "r")),
                Rlp.number(number(tx, "s"))));
    }

    private static BigInteger number(Map<?, ?> tx, String name) {
        return new BigInteger(((String) tx.get(name)).substring(2), 16);
    }

    private void httpDoor(SimulatedNode node) throws Exception {
        replay.http(node, 199, 203);
        String call = Rpc.request("eth_blockNumber");
        replay.level(node, 204, "POST", "/", "[" + String.join(",", Collections.nCopies(1001, call)) + "]");
        Object many = Json.parse(new Rpc(node).post("[" + String.join(",", Collections.nCopies(1000, call)) + "]"));
        replay.compare(205, replay.entry(205).response(), "<array of " + ((List<?>) many).size() + ">");
        replay.http(node, 206, 242);
        RawHttp.Answer tooLarge =
                new RawHttp(node.url()).send("POST", "/", Map.of("Content-Length", "6291530"), new byte[0]);
        String recorded = (String) replay.entry(243).response();
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.head()).containsIgnoringCase("Connection: close");
        replay.compare(243, recorded.substring(recorded.indexOf("\r\n\r\n") + 4), tooLarge.body());
        String filler = " ".repeat(5 * 1024 * 1024 - 100);
        replay.level(
                node,
                244,
                "POST",
                "/",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[1" + filler + "]}");
        gzip(node, 245);
        replay.http(node, 246, 253);
    }

    private void gzip(SimulatedNode node, int index) throws Exception {
        RawHttp.Answer answer = new RawHttp(node.url())
                .send(
                        "POST",
                        "/",
                        Map.of("Accept-Encoding", "gzip"),
                        Json.bytes(replay.entry(index).request()));
        assertThat(answer.head()).containsIgnoringCase("Content-Encoding: gzip");
        replay.compare(
                index,
                "1f8b",
                Integer.toHexString(answer.body().charAt(0) << 8 | answer.body().charAt(1)));
    }

    private void webSocket(SimulatedNode node, WsClient client) throws Exception {
        while (!client.isQuiet()) {
            client.next();
        }
        replay.check(258, client.call("eth_getWork"));
        replay.check(259, client.call("eth_subscribe", "nonsense"));
        replay.check(260, client.call("eth_subscribe"));
        replay.check(261, client.call("eth_unsubscribe", "0x1234"));
        replay.check(262, client.call("eth_subscribe", "newWork"));
        Object id = client.call("eth_subscribe", "newHeads").get("result");
        replay.check(263, client.call("eth_unsubscribe", id));
        replay.http(node, 264, 264);
        RawHttp.Answer upgrade = new RawHttp(
                        URI.create("http://127.0.0.1:" + node.wsUrl().getPort()))
                .send(
                        "GET",
                        "/",
                        Map.of("Upgrade", "websocket", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                        new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
        String recorded = (String) replay.entry(265).response();
        replay.compare(
                265,
                recorded.substring(0, recorded.indexOf("Accept:")),
                upgrade.head().substring(0, upgrade.head().indexOf("Accept:")));
    }

    private void notification(int index, NotifySink sink, int place) {
        await().until(() -> sink.bodies.size() > place);
        Map<String, Object> request = replay.entry(index).requestMap();
        replay.compare(index, request.get("body"), sink.bodies.get(place));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        ((List<?>) request.get("headers")).forEach(header -> names.add((String) ((List<?>) header).get(0)));
        assertThat(sink.headers.get(place)).isEqualTo(names);
    }

    @Test
    @Order(3)
    void fullNotifications() throws Exception {
        try (NotifySink sink = new NotifySink();
                SimulatedNode node = builder()
                        .etherbase(ETHERBASE)
                        .key(KEY)
                        .notify(sink.url())
                        .notifyFull()
                        .build()
                        .start()) {
            replay.http(node, 266, 266);
            notification(267, sink, 0);
            Rpc rpc = new Rpc(node);
            rpc.text("eth_sendTransaction", Map.of("from", RICH.text(), "to", RICH.text(), "value", "0x1"));
            notification(268, sink, 1);
            replay.http(node, 269, 270);
            await().until(() -> node.height() == 1);
            replay.http(node, 271, 271);
        }
        assertFaithful();
    }

    @Test
    @Order(4)
    void pairOfNodes() throws Exception {
        try (SimulatedNode a = builder().etherbase(ETHERBASE).key(KEY).build().start();
                SimulatedNode b =
                        builder().etherbase(SECOND).genesisOf(a).build().start()) {
            a.mineBlocks(ETHERBASE, 3);
            a.linkTo(b);
            await().until(() -> b.height() == 3);
            replay.http(a, 272, 273);
            awaitPending(new Rpc(b), "number", "0x4");
            replay.http(b, 274, 274);
            a.mineBlock();
            await().until(() -> b.height() == 4);
            Object firstPush = tie(a, b);
            replay.check(278, firstPush);
            reorganisation(a);
            goneBack(a);
        }
        assertFaithful();
    }

    /** Both nodes find block 5 at once; A keeps its own and includes B's as an uncle. */
    private Object tie(SimulatedNode a, SimulatedNode b) throws Exception {
        Rpc toA = new Rpc(a);
        Rpc toB = new Rpc(b);
        awaitPending(toA, "number", "0x5");
        awaitPending(toB, "number", "0x5");
        try (WsClient sides = new WsClient(a)) {
            sides.call("eth_subscribe", "newSideHeads");
            Solver.Solution forA = Solver.solve(toA.work(), 0);
            Solver.Solution forB = Solver.solve(toB.work(), 0);
            b.holdLinks(true);
            a.holdLinks(true);
            replay.check(275, Json.parse(toA.post(Rpc.request("eth_submitWork", forA.params()))));
            replay.check(276, Json.parse(toB.post(Rpc.request("eth_submitWork", forB.params()))));
            replay.check(277, Json.parse(toB.post(Rpc.request("eth_submitWork", forA.params()))));
            await().until(() -> a.height() == 5 && b.height() == 5);
            Hash256 uncle = b.headHash();
            replay.alias(
                    String.valueOf(((List<?>) replay.entry(279).requestMap().get("params")).get(0)), uncle.toString());
            a.holdLinks(false);
            b.holdLinks(false);
            Object push = sides.next();
            replay.http(a, 279, 279);
            await().until(() -> !((List<?>)
                            toA.map("eth_getBlockByNumber", "pending", false).get("uncles"))
                    .isEmpty());
            a.mineBlock();
            replay.http(a, 280, 284);
            return push;
        }
    }

    private void reorganisation(SimulatedNode a) throws Exception {
        Rpc rpc = new Rpc(a);
        String hash = rpc.text(
                "eth_sendTransaction",
                Map.of("from", RICH.text(), "to", "0x" + "35".repeat(20), "value", "0x7", "gasPrice", "0x4a817c800"));
        replay.alias("0x2fda27a0c6ba7f956be0e799638fc845e56e53a85cde8d05d416b4b610ed3890", hash);
        a.mineBlocks(ETHERBASE, 2);
        replay.http(a, 285, 287);
        try (WsClient sides = new WsClient(a);
                WsClient heads = new WsClient(a)) {
            sides.call("eth_subscribe", "newSideHeads");
            heads.call("eth_subscribe", "newHeads");
            a.injectCompetingBranch(2, 3, 64);
            replay.http(a, 288, 289);
            for (int i = 290; i <= 293; i++) {
                replay.check(i, sides.next());
            }
            replay.check(294, heads.next());
        }
        awaitPending(rpc, "number", "0xa");
        replay.http(a, 295, 301);
        a.mineBlock();
        replay.http(a, 302, 302);
    }

    private void goneBack(SimulatedNode a) throws Exception {
        replay.http(a, 303, 305);
        awaitPending(new Rpc(a), "number", "0x9");
        replay.http(a, 306, 307);
        await().until(() -> a.height() == 9);
        replay.http(a, 308, 308);
    }

    @Test
    @Order(5)
    void eras() throws Exception {
        try (SimulatedNode node =
                builder().etherbase(ETHERBASE).eraLength(50).build().start()) {
            for (int i = 309; i <= 317; i++) {
                eraBlock(node, i);
            }
        }
        assertFaithful();
    }

    /** Mines up to the entry's height with as many own uncles as it notes; the change must be exact. */
    private void eraBlock(SimulatedNode node, int index) throws Exception {
        String note = replay.entry(index).note();
        int height = Integer.parseInt(note.replaceFirst(".*block (\\d+) has.*", "$1"));
        boolean uncle = note.contains("has 1 uncle(s)");
        node.mineBlocks(ETHERBASE, (int) (height - 1 - node.height()));
        if (uncle) {
            Rpc rpc = new Rpc(node);
            awaitPending(rpc, "number", HexText.quantity(height));
            ownSibling(node, rpc, height - 1);
        }
        Wei before = node.balance(ETHERBASE);
        node.mineBlocks(ETHERBASE, 1);
        BigInteger change = node.balance(ETHERBASE).minus(before).value();
        assertThat(change).as(note).isEqualTo(new BigInteger(note.replaceFirst(".*change (\\d+) wei.*", "$1")));
        replay.http(node, index, index);
    }

    /** Goes back a block, solves its work twice over RPC, and so leaves an own sibling. */
    private static void ownSibling(SimulatedNode node, Rpc rpc, long height) throws Exception {
        node.setHead(height - 1);
        awaitPending(rpc, "number", HexText.quantity(height));
        List<String> work = rpc.work();
        Solver.Solution first = Solver.solve(work, 0);
        Solver.Solution second = Solver.solve(work, Long.parseLong(first.nonce().substring(2), 16) + 1);
        rpc.result("eth_submitWork", first.params());
        await().until(() -> node.height() == height);
        rpc.result("eth_submitWork", second.params());
        await().until(() -> {
            Map<String, Object> pending = rpc.map("eth_getBlockByNumber", "pending", false);
            return ((List<?>) pending.get("uncles")).size() == 1;
        });
    }

    @Test
    @Order(6)
    void baseFeeFork() throws Exception {
        try (NotifySink sink = new NotifySink();
                SimulatedNode node = builder()
                        .chainId(13_370)
                        .networkId(13_370)
                        .staticReward(new Wei(new BigInteger("2000000000000000000")))
                        .baseFeeFrom(6)
                        .etherbase(ETHERBASE)
                        .notify(sink.url())
                        .notifyFull()
                        .build()
                        .start()) {
            replay.http(node, 318, 320);
            node.mineBlock();
            replay.http(node, 321, 322);
            node.mineBlocks(ETHERBASE, 4);
            replay.http(node, 323, 323);
            awaitPending(new Rpc(node), "number", "0x6");
            node.mineBlock();
            replay.http(node, 324, 324);
            awaitPending(new Rpc(node), "number", "0x7");
            await().until(() -> isOfHeight(sink, "0x7"));
            notification(325, sink, sink.bodies.size() - 1);
            replay.http(node, 326, 332);
            node.mineBlock();
            replay.http(node, 333, 336);
            assertThat(new Rpc(node).text("eth_getBalance", ETHERBASE.text(), "0x7"))
                    .as("static reward and fees without the base fee, to the wei")
                    .isEqualTo(((Map<?, ?>) replay.entry(336).response()).get("result"));
        }
        assertFaithful();
    }

    private static boolean isOfHeight(NotifySink sink, String number) {
        List<Object> bodies = sink.bodies;
        return ((Map<?, ?>) bodies.get(bodies.size() - 1)).get("number").equals(number);
    }

    @Test
    @Order(7)
    void unverifiedSolutions() throws Exception {
        try (SimulatedNode node = builder()
                .etherbase(ETHERBASE)
                .startHeight(29_997)
                .noVerify()
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            replay.alias(
                    "0xd6dd36ac5b9207e432587b5573b3593aedb07da74a7375ea86cae7b6e80bebfa",
                    rpc.work().get(0));
            replay.http(node, 337, 337);
            await().until(() -> node.height() == 29_998);
            for (int i = 338; i <= 340; i++) {
                awaitPending(rpc, "number", HexText.quantity(29_999 + i - 338));
                replay.http(node, i, i);
                assertThat(rpc.work().get(1))
                        .isEqualTo(((List<?>) replay.entry(i).responseMap().get("result")).get(1));
                node.mineBlock();
            }
            replay.http(node, 341, 341);
        }
        assertFaithful();
    }

    @Test
    @Order(8)
    void keysOfTheNode() throws Exception {
        try (SimulatedNode node =
                builder().etherbase(ETHERBASE).key(KEY).locked().build().start()) {
            replay.http(node, 343, 345);
            node.setUnlocked(true);
            replay.http(node, 346, 355);
            assertThat(new Rpc(node).post(Json.text(replay.entry(346).request())))
                    .contains((String) replay.entry(346).responseMap().get("result"));
            replay.http(node, 356, 356);
            new Rpc(node).result("eth_submitHashrate", "0x1e8480", "0x" + "0".repeat(63) + "1");
            replay.http(node, 357, 358);
            assertThat(new Rpc(node).result("ethash_getHashrate")).isEqualTo(BigInteger.valueOf(2_000_000));
        }
        assertFaithful();
    }

    @Test
    @Order(9)
    void pendingBlockLagsBehindTheWork() throws Exception {
        try (SimulatedNode node = builder()
                .etherbase(ETHERBASE)
                .key(KEY)
                .templateDelay(Duration.ofSeconds(2))
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            node.mineBlocks(ETHERBASE, 1);
            int count = ((List<?>) pendingTransactions()).size();
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(Rpc.request(
                        "eth_sendTransaction", Map.of("from", RICH.text(), "to", RICH.text(), "value", "0x1")));
            }
            rpc.post("[" + String.join(",", calls) + "]");
            await().until(() ->
                    ((List<?>) rpc.map("eth_getBlockByNumber", "pending", false).get("transactions")).size() == count);
            node.injectCompetingBranch(0, 1, 64);
            replay.http(node, 359, 359);
            List<?> answers =
                    (List<?>) Json.parse(rpc.post(Json.text(replay.entry(359).request())));
            assertThat(((List<?>) ((Map<?, ?>) answers.get(0)).get("result")).get(3))
                    .isEqualTo("0x3");
            assertThat(((Map<?, ?>) ((Map<?, ?>) answers.get(1)).get("result")).get("number"))
                    .isEqualTo("0x2");
        }
        assertFaithful();
    }

    private Object pendingTransactions() {
        Map<?, ?> second = (Map<?, ?>) ((List<?>) replay.entry(359).response()).get(1);
        return ((Map<?, ?>) second.get("result")).get("transactions");
    }

    @Test
    @Order(10)
    void headSetBack() throws Exception {
        try (SimulatedNode node = builder().etherbase(ETHERBASE).build().start()) {
            Rpc rpc = new Rpc(node);
            node.mineBlocks(ETHERBASE, 4);
            awaitPending(rpc, "number", "0x5");
            Solver.Solution higher = Solver.solve(rpc.work(), 0);
            replay.http(node, 360, 361);
            replay.check(362, Json.parse(rpc.post(Rpc.request("eth_submitWork", higher.params()))));
            replay.http(node, 363, 363);
            assertThat(node.height()).isEqualTo(2);
        }
        assertFaithful();
    }

    @Test
    @Order(11)
    void fakeProofsOfWork() throws Exception {
        try (SimulatedNode node = builder().etherbase(ETHERBASE).build().start()) {
            replay.http(node, 364, 365);
        }
        try (SimulatedNode node =
                builder().etherbase(ETHERBASE).withoutRemoteSealer().build().start()) {
            replay.http(node, 366, 368);
        }
        assertFaithful();
    }

    @Test
    @Order(12)
    void everyEntryIsReplayedOrListed() {
        Set<Integer> missing = new TreeSet<>();
        for (int i = 0; i < replay.entries().size(); i++) {
            if (!replay.done().contains(i) && !NOT_REPLAYED.contains(i)) {
                missing.add(i);
            }
        }
        assertThat(replay.entries()).hasSize(369);
        assertThat(missing).isEmpty();
        assertThat(replay.done()).hasSize(367);
    }
}
