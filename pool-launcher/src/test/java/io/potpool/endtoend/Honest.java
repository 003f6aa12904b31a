package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.testkit.miner.MinerProtocol;
import io.potpool.testkit.miner.MinerStats;
import io.potpool.testkit.miner.SimulatedMiner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Honest miners of both protocols beside an attack: they are to get every job and an answer to every share. */
final class Honest implements AutoCloseable {

    /** The bound within which every one of them has a new job and another share accepted, whatever goes on. */
    static final Duration BOUND = Duration.ofSeconds(10);

    private static final int MINERS = 4;

    private final Door door;
    private final List<SimulatedMiner> miners = new ArrayList<>();

    Honest(Door door) {
        this.door = door;
        for (int i = 0; i < MINERS; i++) {
            miners.add(SimulatedMiner.builder("127.0.0.1", door.port())
                    .protocol(i % 2 == 0 ? MinerProtocol.ETHPROXY : MinerProtocol.ETHEREUM_STRATUM_1)
                    .wallet("0x" + "0" + (i + 1) + "cd".repeat(19))
                    .hashesPerSecond(1000)
                    .start());
        }
        areServed();
    }

    /** Waits until each has got the job of a new block and has had a share accepted since. */
    void areServed() {
        List<MinerStats> before = miners.stream().map(SimulatedMiner::stats).toList();
        long unused = door.nextBlock();
        await().atMost(BOUND).untilAsserted(() -> {
            for (int i = 0; i < MINERS; i++) {
                MinerStats now = miners.get(i).stats();
                assertThat(now.jobs()).isGreaterThan(before.get(i).jobs());
                assertThat(now.accepted()).isGreaterThan(before.get(i).accepted());
            }
        });
    }

    /** All are still on their first connection, and every share has its answer. */
    void neverFeltAnything() {
        for (SimulatedMiner miner : miners) {
            assertThat(miner.stats().logins()).isEqualTo(1);
            await().atMost(BOUND).until(() -> {
                MinerStats now = miner.stats();
                long answered = now.accepted() + now.stale() + now.duplicate() + now.invalid();
                return now.submitted() - answered <= 1;
            });
        }
    }

    @Override
    public void close() {
        miners.forEach(SimulatedMiner::close);
    }
}
