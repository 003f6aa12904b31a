package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Sets up a {@link SimulatedNode}. Not thread-safe; may build several nodes. */
public final class SimulatedNodeBuilder {

    private final Settings settings = new Settings();

    SimulatedNodeBuilder() {}

    /** Builds the node; call {@link SimulatedNode#start()} to open it. */
    public SimulatedNode build() {
        return new SimulatedNode(settings.copy());
    }

    /** Sets the chain id of {@code eth_chainId} and of signatures; 61 unless set. */
    public SimulatedNodeBuilder chainId(long chainId) {
        settings.chainId = chainId;
        return this;
    }

    /** Sets the number of {@code net_version}; 1 unless set. */
    public SimulatedNodeBuilder networkId(long networkId) {
        settings.networkId = networkId;
        return this;
    }

    /** Sets the height of the first block, from which the chain goes on; 0 unless set. */
    public SimulatedNodeBuilder startHeight(long height) {
        settings.startHeight = height;
        return this;
    }

    /** Sets the first height with epochs of 60,000 blocks; without it all have 30,000. */
    public SimulatedNodeBuilder ecip1099Height(long height) {
        settings.ecip1099Height = height;
        return this;
    }

    /** Sets the length of the eras of ECIP-1017; 5,000,000 unless set. */
    public SimulatedNodeBuilder eraLength(long blocks) {
        settings.eraLength = blocks;
        return this;
    }

    /** Pays a flat reward for every block, and Ethereum's rewards for uncles, instead of ECIP-1017. */
    public SimulatedNodeBuilder staticReward(Wei reward) {
        settings.staticReward = reward.value();
        return this;
    }

    /** Gives blocks from {@code height} on a base fee, 1 gwei at first. */
    public SimulatedNodeBuilder baseFeeFrom(long height) {
        settings.baseFeeHeight = height;
        return this;
    }

    /** Sets the difficulty of the first block, at least 2; 131,072 unless set. */
    public SimulatedNodeBuilder genesisDifficulty(long difficulty) {
        settings.genesisDifficulty = BigInteger.valueOf(difficulty);
        return this;
    }

    /** Keeps the difficulty of the first block for ever. */
    public SimulatedNodeBuilder fixedDifficulty() {
        settings.fixedDifficulty = true;
        return this;
    }

    /** Keeps the difficulty at 131,072 or above, as real networks do. */
    public SimulatedNodeBuilder difficultyFloor() {
        settings.difficultyFloor = true;
        return this;
    }

    /** Sets the time of the first block; the start of the node unless set. */
    public SimulatedNodeBuilder genesisTime(Instant time) {
        settings.genesisTimestamp = time.getEpochSecond();
        return this;
    }

    /** Starts from the first block of another node, so that both can be linked. */
    public SimulatedNodeBuilder genesisOf(SimulatedNode other) {
        settings.genesis = other.genesis();
        return this;
    }

    /** Sets the address that blocks pay; without one the node gives no work. */
    public SimulatedNodeBuilder etherbase(Address address) {
        settings.etherbase = address;
        return this;
    }

    /** Starts without {@code --mine}: no work until {@code miner_start}. */
    public SimulatedNodeBuilder notMining() {
        settings.mining = false;
        return this;
    }

    /** Starts as with {@code --fakepow.poisson}: getWork is not supported. */
    public SimulatedNodeBuilder withoutRemoteSealer() {
        settings.remoteSealer = false;
        return this;
    }

    /** Starts as with {@code --miner.noverify}: solutions are not checked. */
    public SimulatedNodeBuilder noVerify() {
        settings.verify = false;
        return this;
    }

    /** Uses a light cache of 1 KiB and a dataset of 32 KiB, so that a hash takes microseconds. */
    public SimulatedNodeBuilder tinyEthash() {
        settings.tinyEthash = true;
        return this;
    }

    /** Makes the first solution after a start wait, and getWork with it. */
    public SimulatedNodeBuilder firstSubmitStall(Duration stall) {
        settings.firstSubmitStall = stall;
        return this;
    }

    /** Adds a URL to which every template is posted. */
    public SimulatedNodeBuilder notify(URI url) {
        settings.notify.add(url);
        return this;
    }

    /** Posts whole headers instead of work arrays. */
    public SimulatedNodeBuilder notifyFull() {
        settings.notifyFull = true;
        return this;
    }

    /** Sets the time between the empty template of a head and the full one; 10 ms unless set. */
    public SimulatedNodeBuilder templateDelay(Duration delay) {
        settings.templateDelay = delay;
        return this;
    }

    /** Sets how often new transactions make a new template; 2 s unless set. */
    public SimulatedNodeBuilder recommit(Duration interval) {
        settings.recommit = interval;
        return this;
    }

    /** Sets the time between the answer to a solution and its block in the chain; 1 ms unless set. */
    public SimulatedNodeBuilder writeDelay(Duration delay) {
        settings.writeDelay = delay;
        return this;
    }

    /** Sets how long after a send the pending nonce counts the transaction; at once unless set. */
    public SimulatedNodeBuilder pendingNonceDelay(Duration delay) {
        settings.pendingNonceDelay = delay;
        return this;
    }

    /** Gives an account a balance in the first block. */
    public SimulatedNodeBuilder balance(Address address, Wei balance) {
        settings.balances.put(address, balance.value());
        return this;
    }

    /** Puts a contract at an address. */
    public SimulatedNodeBuilder contract(Address address, SimulatedContract contract) {
        settings.contracts.put(address, contract);
        return this;
    }

    /** Adds a key that the node signs with. */
    public SimulatedNodeBuilder key(BigInteger privateKey) {
        settings.keys.add(privateKey);
        return this;
    }

    /** Keeps the node's keys locked until {@link SimulatedNode#setUnlocked}. */
    public SimulatedNodeBuilder locked() {
        settings.unlocked = false;
        return this;
    }

    /** Sets the number of peers that the node claims; 25 unless set. */
    public SimulatedNodeBuilder peers(int peers) {
        settings.peers = peers;
        return this;
    }

    /** Sets the HTTP port; any free one unless set. */
    public SimulatedNodeBuilder port(int port) {
        settings.port = port;
        return this;
    }

    /** Sets the WebSocket port; any free one unless set. */
    public SimulatedNodeBuilder wsPort(int port) {
        settings.wsPort = port;
        return this;
    }

    /** Sets the clock of timestamps and expiries; delays pass in real time. The system's unless set. */
    public SimulatedNodeBuilder clock(InstantSource clock) {
        settings.clock = clock;
        return this;
    }
}
