package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.node.ChainSearch;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Blocks that an old pool has found against a chain: a simulated node over HTTP and a real redis-server. */
class FoundBlocksTest {

    @TempDir
    Path dir;

    private RedisServer old;
    private OldChain chain;
    private PoolConfig config;
    private int rows;

    @BeforeEach
    void start() throws Exception {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        chain = new OldChain();
        config = chain.config(dir);
        chain.mine(40);
        new OldPoolData(1, "eth").miners(3).writeTo(old);
    }

    @AfterEach
    void stop() {
        chain.close();
        old.close();
    }

    private ImportReport run() throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        "eth",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
    }

    private static long height(JsonNode block) {
        return Long.decode(block.get("number").asString());
    }

    /** The simulated node's mix of a block that a test orders is the header that miners would have got. */
    private void candidate(JsonNode block, long score) throws IOException {
        candidate(block.get("nonce").asString(), block.get("mixHash").asString(), score);
    }

    private void candidate(String nonce, String header, long score) throws IOException {
        rows++;
        old.send(
                "ZADD",
                "eth:blocks:candidates",
                "" + score,
                nonce + ":" + header + ":" + header + ":" + (1_700_000_000 + rows) + ":1000:950");
    }

    private void matured(JsonNode block, String uncleHeight, String orphan, String hash) throws IOException {
        old.send(
                "ZADD",
                "eth:blocks:matured",
                "" + height(block),
                uncleHeight + ":" + orphan + ":" + block.get("nonce").asString() + ":" + hash
                        + ":1700000000:1000:2050:2000000000000000000");
    }

    private Map<String, Map<String, String>> fates() throws IOException {
        Map<String, Map<String, String>> fates = new TreeMap<>();
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.history().each(record -> {
                if (record.kind().equals("block-fate")) {
                    fates.put(record.id(), record.fields());
                }
            });
        }
        return fates;
    }

    private static void assertHas(ImportReport report, String... words) {
        assertThat(report.body()).anySatisfy(line -> assertThat(line.strip()).contains(words));
    }

    @Test
    void canonicalUncleAndOrphanAreToldWhereverTheScoreLies() throws Exception {
        JsonNode exact = chain.block(chain.node.mineBlock());
        JsonNode near = chain.block(chain.node.mineBlock());
        JsonNode far = chain.block(chain.node.mineBlock());
        Hash256 displaced = chain.node.mineBlock();
        JsonNode uncle = chain.block(displaced);
        Hash256 including = chain.node.makeUncleOf(displaced);
        chain.mine(1);
        JsonNode lost = chain.block(chain.node.mineBlock());
        chain.node.injectCompetingBranch(2, 3, 1_000_000);
        chain.mine(45);
        JsonNode young = chain.block(chain.node.mineBlock());
        candidate(exact, height(exact));
        candidate(near, height(near) - 1);
        candidate(far, height(far) + 13);
        candidate(uncle, height(uncle) + 1);
        candidate(lost, height(lost));
        candidate(young, height(young));

        ImportReport report = run();

        assertThat(report.faults()).isEmpty();
        assertHas(report, "found blocks on the chain", "3 canonical, 1 uncles (20.00 %), 1 orphans (20.00 %)");
        assertHas(report, "found blocks, fate unknown", "1: too few blocks on top");
        assertHas(report, "3 lie at another height than recorded, by up to 13");
        assertHas(report, "effort", "95.00 %");
        assertThat(fates().values())
                .hasSize(5)
                .anySatisfy(fate -> assertThat(fate)
                        .containsEntry("fate", "canonical")
                        .containsEntry("height", "" + height(far))
                        .containsEntry("recordedHeight", "" + (height(far) + 13))
                        .containsEntry("hash", far.get("hash").asString()))
                .anySatisfy(fate -> assertThat(fate)
                        .containsEntry("fate", "uncle")
                        .containsEntry("hash", displaced.toString())
                        .containsEntry("includedIn", "" + height(chain.block(including))))
                .anySatisfy(fate -> assertThat(fate).containsEntry("fate", "orphan"));
        assertThat(run().outcome()).contains("imported: 0 of");
        assertThat(fates()).hasSize(5);
    }

    @Test
    void twoCandidatesOfOneHeightAreToldApartByTheirHeaders() throws Exception {
        Hash256 first = chain.node.mineBlock();
        Hash256 second = chain.node.addSibling(first);
        chain.mine(45);
        candidate(chain.block(first), height(chain.block(first)));
        candidate(chain.block(second), height(chain.block(first)));

        run();

        assertThat(fates().values())
                .extracting(fate -> fate.get("fate") + " " + fate.get("hash"))
                .containsExactlyInAnyOrder("canonical " + first, "uncle " + second);
    }

    @Test
    void blockOfAnotherPoolWithTheSameNonceIsNotTheirs() throws Exception {
        JsonNode foreign = chain.block(chain.node.mineBlock());
        chain.mine(45);
        candidate(foreign.get("nonce").asString(), "0x" + "12".repeat(32), height(foreign));

        run();

        assertThat(fates().values())
                .singleElement()
                .satisfies(fate -> assertThat(fate).containsEntry("fate", "orphan"));
    }

    @Test
    void rowsOfAnUnlockerAreHeldAgainstTheChainByTheirHash() throws Exception {
        JsonNode right = chain.block(chain.node.mineBlock());
        JsonNode wrong = chain.block(chain.node.mineBlock());
        chain.mine(45);
        matured(right, "0", "0", right.get("hash").asString());
        matured(wrong, "0", "1", "0x0");

        ImportReport report = run();

        assertHas(report, "found blocks on the chain", "2 canonical, 0 uncles");
        assertHas(report, "note: nonce " + wrong.get("nonce").asString(), "old pool says orphan, the chain canonical");
        assertThat(fates().values()).extracting(fate -> fate.get("knownBy")).containsExactlyInAnyOrder("hash", "nonce");
    }

    @Test
    void nodeThatLacksBlocksMakesNoOrphans() throws Exception {
        JsonNode found = chain.block(chain.node.mineBlock());
        chain.mine(45);
        candidate("0x0000000000000001", "0x" + "12".repeat(32), height(found));
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        try (OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection());
                ChainSearch search = chain.search()) {
            ChainWindow window = ChainWindow.open(search);
            chain.node.answerNext("eth_getBlockByNumber", "null", 1_000);
            OldBlock[] lost = new OldBlock[1];
            keys.sorted(
                    "eth:blocks:candidates",
                    (score, member) ->
                            lost[0] = OldBlock.of(new OldRows("import:eth").block("candidate", score, member))
                                    .orElseThrow());

            assertThatThrownBy(() -> new BlockSearch(window).find(lost[0]))
                    .hasMessageContaining("the node does not have the block");
            BlockTally tally = new FoundBlocks(search, line -> {}).look(keys, "eth");
            assertThat(tally.count(BlockFate.ORPHAN)).isZero();
            assertThat(tally.records()).isEmpty();
        }
    }

    @Test
    void rowOfAnyLengthHasARecordOfItsFate() throws Exception {
        JsonNode found = chain.block(chain.node.mineBlock());
        chain.mine(45);
        String nonce = found.get("nonce").asString();
        String header = found.get("mixHash").asString();
        for (int length = 1; length < 120; length += 7) {
            old.send(
                    "ZADD",
                    "eth:blocks:candidates",
                    height(found) + ".12345678901234567",
                    nonce + ":" + header + ":" + header + ":1700000000:1000:" + "9".repeat(length));
            old.send(
                    "ZADD",
                    "eth:blocks:candidates",
                    "" + height(found),
                    nonce + ":" + header + ":" + header + ":1700000000:1001:" + "9".repeat(length));
        }

        ImportReport report = run();

        assertThat(report.faults()).isEmpty();
        assertThat(fates()).hasSizeGreaterThan(10);
    }

    @Test
    void headerWhoseHashIsNotOfItsMembersIsNotBelieved() throws Exception {
        JsonNode found = chain.block(chain.node.mineBlock());
        chain.mine(45);
        String forged = found.toString().replace(found.get("nonce").asString(), "0x00000000000000ff");
        try (ChainSearch search = chain.search()) {
            chain.node.answerNext("eth_getBlockByNumber", forged, 1);
            assertThatThrownBy(() -> search.blocks(List.of(height(found))))
                    .hasMessageContaining("whose members have the hash");
        }
    }

    @Test
    void reorganizationBelowWhatWasToldIsSeenByTheNextLook() throws Exception {
        JsonNode found = chain.block(chain.node.mineBlock());
        chain.mine(45);
        candidate(found, height(found));
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        try (OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection());
                ChainSearch search = chain.search()) {
            FoundBlocks blocks = new FoundBlocks(search, line -> {});
            assertThat(blocks.look(keys, "eth").count(BlockFate.CANONICAL)).isEqualTo(1);

            ChainWindow before = ChainWindow.open(search);
            chain.node.injectCompetingBranch(50, 55, 1_000_000);

            assertThat(before.holds()).isFalse();
            BlockTally after = blocks.look(keys, "eth");
            assertThat(after.count(BlockFate.CANONICAL)).isZero();
            assertThat(after.count(BlockFate.ORPHAN)).isEqualTo(1);
        }
    }

    @Test
    void withoutANodeTheReportSaysThatFatesAreUnknown() throws Exception {
        JsonNode found = chain.block(chain.node.mineBlock());
        chain.mine(45);
        candidate(found, height(found));
        chain.node.unplug();

        ImportReport report = run();

        assertThat(report.faults()).isEmpty();
        assertHas(report, "payments of the past were not looked up: the config's first node cannot be asked");
        assertHas(report, "found blocks, fate unknown", "1: the config's first node cannot be asked");
        assertThat(fates()).isEmpty();
        assertThat(blocks()).isEqualTo(1);
    }

    private long blocks() throws IOException {
        long[] count = {0};
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.history()
                    .each((HistoryRecord record) -> count[0] += record.kind().equals("block") ? 1 : 0);
        }
        return count[0];
    }
}
