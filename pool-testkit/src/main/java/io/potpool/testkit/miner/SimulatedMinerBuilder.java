package io.potpool.testkit.miner;

import io.potpool.testkit.pow.EpochSchedule;
import io.potpool.testkit.pow.Hasher;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Sets up a {@link SimulatedMiner}. Not thread-safe. */
public final class SimulatedMinerBuilder {

    private final String host;
    private final int port;
    private MinerProtocol protocol = MinerProtocol.ETHPROXY;
    private String wallet = "0x" + "ab".repeat(20);
    private String worker = "rig1";
    private String password = "x";
    private long hashesPerSecond;
    private long firstNonce = ThreadLocalRandom.current().nextLong();
    private Duration reconnectDelay = Duration.ofMillis(200);
    private Hasher hasher = Hasher.tiny();
    private EpochSchedule epochs = EpochSchedule.ETHASH;

    SimulatedMinerBuilder(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** Sets the protocol; EthProxy unless set. */
    public SimulatedMinerBuilder protocol(MinerProtocol newProtocol) {
        protocol = newProtocol;
        return this;
    }

    /** Sets the login's address, as the miner would type it. */
    public SimulatedMinerBuilder wallet(String newWallet) {
        wallet = newWallet;
        return this;
    }

    /** Sets the worker's name; {@code rig1} unless set. */
    public SimulatedMinerBuilder worker(String newWorker) {
        worker = newWorker;
        return this;
    }

    /** Sets the password; {@code x} unless set. */
    public SimulatedMinerBuilder password(String newPassword) {
        password = newPassword;
        return this;
    }

    /** Limits the hash rate; as fast as one thread can unless set. */
    public SimulatedMinerBuilder hashesPerSecond(long limit) {
        hashesPerSecond = limit;
        return this;
    }

    /** Sets the nonce with which every job begins, for repeatable runs; random unless set. */
    public SimulatedMinerBuilder firstNonce(long nonce) {
        firstNonce = nonce;
        return this;
    }

    /** Sets the pause before a connection is tried again; 200 ms unless set. */
    public SimulatedMinerBuilder reconnectDelay(Duration delay) {
        reconnectDelay = delay;
        return this;
    }

    /** Sets the proof of work; tiny sizes unless set. */
    public SimulatedMinerBuilder hasher(Hasher newHasher) {
        hasher = newHasher;
        return this;
    }

    /** Sets the chain's epochs; those of Ethash unless set. */
    public SimulatedMinerBuilder epochs(EpochSchedule schedule) {
        epochs = schedule;
        return this;
    }

    /** Builds the miner and starts it; it connects, and reconnects, until it is closed. */
    public SimulatedMiner start() {
        SimulatedMiner miner = new SimulatedMiner(new MinerSettings(
                host,
                port,
                protocol,
                wallet,
                worker,
                password,
                hashesPerSecond,
                firstNonce,
                reconnectDelay,
                hasher,
                new Epochs(epochs)));
        miner.start();
        return miner;
    }
}
