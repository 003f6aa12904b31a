package io.potpool.launcher.demo;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.testkit.miner.MinerProtocol;
import io.potpool.testkit.miner.SimulatedMiner;
import io.potpool.testkit.pow.Hasher;
import java.util.ArrayList;
import java.util.List;

/** Three miners of two logins, which hash at about 300 H/s together. */
final class DemoMiners implements AutoCloseable {

    static final String WALLET = "0x00000000000000000000000000000000000000a1";

    private static final String OTHER_WALLET = "0x00000000000000000000000000000000000000b2";
    private static final long HASHES_PER_SECOND = 100;

    private final List<SimulatedMiner> miners = new ArrayList<>();

    private DemoMiners() {}

    /** Begins to build the miners' cache, which takes about a second, so that they hash as soon as they have work. */
    static void prepare() {
        Thread builder =
                new Thread(() -> Hasher.light().hash(new EthashEpoch(0, 0), Hash256.ZERO, new Nonce(0)), "demo-cache");
        builder.setDaemon(true);
        builder.start();
    }

    static DemoMiners start(int port) {
        DemoMiners all = new DemoMiners();
        all.add(port, MinerProtocol.ETHPROXY, WALLET, "rig1");
        all.add(port, MinerProtocol.ETHEREUM_STRATUM_1, WALLET, "rig2");
        all.add(port, MinerProtocol.ETHPROXY, OTHER_WALLET, "rig1");
        return all;
    }

    private void add(int port, MinerProtocol protocol, String wallet, String worker) {
        miners.add(SimulatedMiner.builder("127.0.0.1", port)
                .protocol(protocol)
                .wallet(wallet)
                .worker(worker)
                .hashesPerSecond(HASHES_PER_SECOND)
                .hasher(Hasher.light())
                .start());
    }

    long hashes() {
        return miners.stream().mapToLong(miner -> miner.stats().hashes()).sum();
    }

    @Override
    public void close() {
        miners.forEach(SimulatedMiner::close);
    }
}
