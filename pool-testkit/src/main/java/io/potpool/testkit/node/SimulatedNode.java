package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.testkit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A chain node of the geth family for tests and demonstrations: JSON-RPC over HTTP and WebSocket on loopback ports, a
 * chain with real headers, proofs of work, uncles, reorganisations, rewards and a tx pool, and controls that make it
 * misbehave. The same controls are served as {@code sim_*} methods.
 *
 * <p>Thread-safe. A control returns when its effect is done and visible to the next call. Blocks that controls make
 * need no proof of work.
 */
public final class SimulatedNode implements AutoCloseable {

    private final NodeCore core;
    private final Controls controls;
    private final Doors doors;
    private List<Transaction> journal = List.of();

    SimulatedNode(Settings settings) {
        core = new NodeCore(settings);
        controls = new Controls(core);
        Faults faults = new Faults();
        doors = new Doors(core, faults, new SimMethods(this)::addTo);
    }

    /** Returns a builder with the values of a lone node: chain 61, height 0, no etherbase, difficulty 131,072. */
    public static SimulatedNodeBuilder builder() {
        return new SimulatedNodeBuilder();
    }

    /**
     * Opens the ports and starts mining work, if an etherbase is set.
     *
     * @return this
     * @throws UncheckedIOException if a port is taken
     */
    public SimulatedNode start() {
        core.boot(List.of());
        openDoors();
        return this;
    }

    private void openDoors() {
        try {
            doors.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the ports and ends all threads; may be called twice. */
    @Override
    public void close() {
        doors.close();
        core.halt();
    }

    /** Returns the HTTP address; it stays the same after a restart. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + doors.httpPort() + "/");
    }

    /** Returns the WebSocket address; it stays the same after a restart. */
    public URI wsUrl() {
        return URI.create("ws://127.0.0.1:" + doors.wsPort() + "/");
    }

    /** Cuts the node off: both ports are closed, the process lives on. */
    public void unplug() {
        doors.close();
    }

    /** Opens the ports again after {@link #unplug()}. */
    public void plug() {
        openDoors();
    }

    /** Ends the process as kill -9 does: works, tx pool and connections are gone, the chain stays. */
    public void die() {
        doors.close();
        journal = core.halt();
    }

    /** Starts the process again after {@link #die()}, on the same ports and with the journalled transactions. */
    public void revive() {
        core.boot(journal);
        openDoors();
    }

    /** Ends and starts the process. Without a journal the tx pool is empty afterwards. */
    public void restart(boolean keepJournal) {
        die();
        if (!keepJournal) {
            journal = List.of();
        }
        revive();
    }

    /** Restarts on a thread of its own, so that a caller over HTTP can be answered first. */
    void restartSoon(boolean keepJournal) {
        Runnable restart = () -> {
            doors.close(2);
            restart(keepJournal);
        };
        Daemons.named("sim-restart").newThread(restart).start();
    }

    /** Exchanges blocks and transactions with another node of the same genesis, in both directions. */
    public void linkTo(SimulatedNode other) {
        core.link(other.core);
        other.core.link(core);
    }

    /** Keeps the blocks of linked nodes away until it is ended, as a network partition does. */
    public void holdLinks(boolean hold) {
        core.locked(() -> core.holdLinks(hold));
    }

    /**
     * Returns the address that the node mines to.
     *
     * @throws IllegalStateException if none is set
     */
    public Address etherbase() {
        Address etherbase = locked(() -> core.process().miner.etherbase());
        if (etherbase == null) {
            throw new IllegalStateException("the node has no etherbase");
        }
        return etherbase;
    }

    /** Returns the height of the head. */
    public long height() {
        return required(() -> core.chain.head().number());
    }

    /** Returns the hash of the head. */
    public Hash256 headHash() {
        return required(() -> core.chain.head().hash());
    }

    /** Returns the hash of the canonical block at a height, or null if there is none. */
    public @Nullable Hash256 hashAt(long height) {
        return locked(() -> {
            Imported block = core.chain.canonical(height);
            return block == null ? null : block.hash();
        });
    }

    /** Returns the balance of an account at the head. */
    public Wei balance(Address address) {
        return required(() -> new Wei(core.chain.head().world().balance(address)));
    }

    Block genesis() {
        return required(() -> core.chain.genesis().block());
    }

    /** Mines a block by the node itself, with the transactions of its pool; returns its hash. */
    public Hash256 mineBlock() {
        return mineBlocks(etherbase(), 1).get(0);
    }

    /** Mines blocks on the head, with the transactions of the pool; returns their hashes in ascending order. */
    public List<Hash256> mineBlocks(Address by, int count) {
        return hashes(() -> controls.mine(by, count));
    }

    /**
     * Adds an empty foreign branch of {@code depth} blocks that leaves the chain {@code depth} blocks below the head;
     * it becomes the chain if {@code totalDifficultyMargin}, its weight above the head's, is positive.
     */
    public List<Hash256> injectCompetingBranch(int depth, long totalDifficultyMargin) {
        return injectCompetingBranch(depth, depth, totalDifficultyMargin);
    }

    /** Adds a foreign branch of another length than its depth, for example a shorter heavier one. */
    public List<Hash256> injectCompetingBranch(int depth, int length, long totalDifficultyMargin) {
        return hashes(() -> controls.branch(depth, length, BigInteger.valueOf(totalDifficultyMargin)));
    }

    /**
     * Makes a canonical block of the last 6 heights an uncle: a heavier foreign branch displaces it, and a foreign block
     * on top includes it. Returns the hash of the including block.
     */
    public Hash256 makeUncleOf(Hash256 block) {
        return required(() -> controls.makeUncle(block).hash());
    }

    /** Adds a foreign side block beside {@code block}; the next template includes it if it can be an uncle. */
    public Hash256 addSibling(Hash256 block) {
        return required(() -> controls.sibling(block).hash());
    }

    /** Goes back to a height as {@code debug_setHead} does: blocks above are forgotten, nothing is pushed. */
    public void setHead(long height) {
        core.locked(() -> core.setHead(height));
    }

    /** Removes a transaction from the pool; returns whether it was there. */
    public boolean dropTransaction(Hash256 hash) {
        return required(() -> core.process().pool.drop(hash));
    }

    /** Freezes the template, whatever heads come, or lets it follow the head again. */
    public void freezeTemplate(boolean freeze) {
        core.locked(() -> core.process().miner.freeze(freeze));
    }

    /** Sets the number of peers that the node claims beside its links. */
    public void setPeers(int peers) {
        core.locked(() -> core.network.setPeers(peers));
    }

    /** Makes {@code eth_syncing} report a synchronisation. */
    public void setSyncing(long currentBlock, long highestBlock) {
        core.locked(() -> core.network.setSyncing(new NetworkView.Progress(currentBlock, highestBlock)));
    }

    /** Ends what {@link #setSyncing} began. */
    public void clearSyncing() {
        core.locked(() -> core.network.setSyncing(null));
    }

    /** Shifts the node's clock, in whole seconds; later blocks carry the shifted time. */
    public void setTimeSkew(Duration skew) {
        core.locked(() -> core.setTimeSkew(skew.toSeconds()));
    }

    /** Makes the next call of {@code method} ({@code *}: of any) fail. */
    public void failNext(String method, Fault fault) {
        failNext(method, fault, 1);
    }

    /** Makes the next calls of {@code method} ({@code *}: of any) fail; in a batch one decides for the whole answer. */
    public void failNext(String method, Fault fault, int times) {
        doors.faults().order(method, new Faults.Break(fault), times);
    }

    /** Makes the next call of {@code method} fail with an error of the caller's own; nothing is done. */
    public void failNext(String method, int code, String message) {
        doors.faults().order(method, new Faults.Refuse(new RpcException(code, message, null)), 1);
    }

    /**
     * Makes the next calls of {@code method} answer {@code json}, whatever is true; nothing is done.
     *
     * @throws IllegalArgumentException if {@code json} is no JSON value
     */
    public void answerNext(String method, String json, int times) {
        doors.faults().order(method, new Faults.Invent(Json.parse(json)), times);
    }

    /** Delays all calls of {@code method} ({@code *}: of every one without its own delay) before their effect. */
    public void delay(String method, Duration delay) {
        doors.faults().delay(method, delay);
    }

    /** Forgets all faults and delays. */
    public void clearFaults() {
        doors.faults().clear();
    }

    /** Sets the base fee of the next block, from which later ones follow by EIP-1559. */
    public void setBaseFee(BigInteger wei) {
        core.locked(() -> core.rules.setBaseFee(core.chain.head().number() + 1, wei));
    }

    /** Ends base fees from the next block on. */
    public void removeBaseFee() {
        core.locked(() -> core.rules.setBaseFee(core.chain.head().number() + 1, null));
    }

    /** Fixes the ECIP-1017 era (from 0) of all blocks from the next one on. */
    public void setEra(int era) {
        core.locked(() -> core.rules.setEra(core.chain.head().number() + 1, era));
    }

    /** Locks or unlocks the node's own keys. */
    public void setUnlocked(boolean unlocked) {
        core.locked(() -> core.keys.setUnlocked(unlocked));
    }

    private List<Hash256> hashes(Supplier<List<Block>> action) {
        return required(() -> action.get().stream().map(Block::hash).toList());
    }

    private <T> T required(Supplier<T> read) {
        core.lock.lock();
        try {
            return read.get();
        } finally {
            core.lock.unlock();
        }
    }

    private <T> @Nullable T locked(Supplier<@Nullable T> read) {
        core.lock.lock();
        try {
            return read.get();
        } finally {
            core.lock.unlock();
        }
    }
}
