package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;
import io.potpool.policy.PolicySettings;
import io.potpool.testkit.miner.SimulatedMiner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flood of invalid shares costs, and whom. */
class InvalidFloodTest {

    private static final String HONEST = "0xb85150eb365e7df0941f0cf08235f987ba91506a";
    private static final String CHEAT = "0xabababababababababababababababababababcd";
    private static final int CONNECTIONS = 20;
    private static final int EACH = 500;

    @TempDir
    private Path directory;

    /** Pours invalid shares in over many connections until all are closed; returns how many were sent. */
    private static int flood(Door door, String from) throws IOException {
        List<Peer> peers = new ArrayList<>();
        try {
            Hash256 header = Hash256.ZERO;
            for (int i = 0; i < CONNECTIONS; i++) {
                peers.add(new Peer(door, from));
                header = peers.get(i).login(CHEAT);
            }
            List<Nonce> bad = Peer.mine(header, 7L << 44, CONNECTIONS * EACH, false);
            int sent = 0;
            for (int i = 0; i < EACH; i++) {
                for (Peer peer : peers) {
                    try {
                        peer.send(Peer.share(40, header, bad.get(sent)));
                        sent++;
                    } catch (IOException closed) {
                        continue;
                    }
                }
            }
            for (Peer peer : peers) {
                assertThat(peer.isClosed()).isTrue();
            }
            return sent;
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private static double hashesPerSecond() {
        LightCache cache = LightCache.build(EthashEpoch.of(0, 30_000));
        HashEngine engine = HashEngine.plain();
        ShareBatch batch = new ShareBatch();
        int done = 0;
        long begin = System.nanoTime();
        while (done < 320) {
            batch.clear();
            for (int i = 0; i < ShareBatch.MAX; i++) {
                batch.add(new Hash256(done, 1, 2, 3), new Nonce(i));
            }
            engine.hash(cache, batch);
            done += ShareBatch.MAX;
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    /** The bound: what may be under way unproven, and the shares by which the ratio is asked first. */
    @Test
    void aFloodIsCutOffAfterFewHashesAndCostsNobodyElse() throws IOException {
        PolicySettings policy = Door.strict();
        try (Door door = Door.open(directory, policy, settings -> settings);
                SimulatedMiner outsider = SimulatedMiner.builder("127.0.0.1", door.port())
                        .wallet(HONEST)
                        .hashesPerSecond(500)
                        .start()) {
            await().until(() -> outsider.stats().accepted() > 5);
            int sent = flood(door, "127.0.0.2");
            long low = door.count("shares.outcome{low}");

            assertThat(sent).isGreaterThan(100);
            assertThat(low).isBetween(30L, 30L + 256);
            assertThat(door.count("policy.bans{invalid}")).isEqualTo(1);
            double banSeconds = policy.banTime().toSeconds();
            assertThat((double) low).isLessThan(0.01 * hashesPerSecond() * banSeconds);
            try (Peer again = new Peer(door, "127.0.0.2")) {
                assertThat(again.isClosed()).isTrue();
            }
            long before = outsider.stats().accepted();
            await().until(() -> outsider.stats().accepted() > before + 5);
            assertThat(outsider.stats().logins()).isEqualTo(1);
        }
    }

    @Test
    void besideAFloodAnHonestLoginOfTheSameAddressIsPaidUntilTheRatioRuleCutsBothOff() throws Exception {
        int paid = 0;
        try (Door door = Door.open(directory, Door.strict(), settings -> settings);
                Peer neighbour = new Peer(door, "127.0.0.3")) {
            Hash256 header = neighbour.login(HONEST);
            List<Nonce> shares = Peer.mine(header, 3L << 44, 2000, true);
            for (; paid < 200; paid++) {
                neighbour.send(Peer.share(40, header, shares.get(paid)));
                assertThat(neighbour.answer(40)).get().asString().contains("\"result\":true");
            }
            Thread flood = new Thread(() -> {
                try {
                    int unused = flood(door, "127.0.0.3");
                } catch (IOException refused) {
                    assertThat(door.count("policy.bans{invalid}")).isEqualTo(1);
                }
            });
            flood.start();
            Optional<String> answer = Optional.of("");
            while (answer.isPresent() && paid < shares.size()) {
                answer = send(neighbour, Peer.share(40, header, shares.get(paid)));
                if (answer.isPresent()) {
                    assertThat(answer.get()).contains("\"result\":true");
                    paid++;
                }
            }
            flood.join();

            long low = door.count("shares.outcome{low}");
            assertThat(door.count("policy.bans{invalid}")).isEqualTo(1);
            assertThat(neighbour.isClosed()).isTrue();
            long good = door.count("shares.outcome{accepted}");
            assertThat(good).isBetween((long) paid, paid + 1L);
            assertThat(low * 10)
                    .as("30 percent of all, and what was under way")
                    .isBetween(3 * (low + 200), 3 * (good + low) + 10 * 257);
        }
    }

    private static Optional<String> send(Peer peer, String line) {
        try {
            peer.send(line);
            return peer.answer(40);
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
