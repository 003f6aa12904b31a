package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.testkit.pow.EpochSchedule;
import io.potpool.testkit.pow.Hasher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The node behind its doors: one lock, one chain, and a process that can end and begin again. */
final class NodeCore {

    final ReentrantLock lock = new ReentrantLock();
    final Settings settings;
    final ChainRules rules;
    final Assembler assembler;
    final Chain chain;
    final TransactionCodec codec;
    final KeyStore keys;
    final NetworkView network;
    private final ProofOfWork pow;
    private final List<NodeCore> links = new CopyOnWriteArrayList<>();
    private final List<HeadListener> listeners = new CopyOnWriteArrayList<>();
    private NodeProcess process;
    private boolean alive;
    private boolean linksHeld;
    private long skewSeconds;

    NodeCore(Settings settings) {
        this.settings = settings;
        rules = new ChainRules(settings);
        Processor processor = new Processor(rules, settings.contracts);
        assembler = new Assembler(rules, processor);
        codec = new TransactionCodec(settings.chainId);
        keys = new KeyStore(settings);
        network = new NetworkView(settings.peers);
        Map<Address, Account> accounts = new HashMap<>();
        settings.balances.forEach((address, wei) -> accounts.put(address, new Account(wei, 0)));
        World world = new World(accounts);
        long time = settings.genesisTimestamp < 0 ? now() : settings.genesisTimestamp;
        Block genesis = settings.genesis != null ? settings.genesis : Assembler.genesis(settings, world, time);
        chain = new Chain(genesis, world, processor, header -> process().miner.isOwn(header));
        EpochSchedule epochs = new EpochSchedule(settings.ecip1099Height);
        Hasher hasher = settings.tinyEthash ? Hasher.tiny() : Hasher.light();
        pow = (number, header, nonce) -> hasher.hash(epochs.at(number), header, nonce);
        process = new NodeProcess(this, pow);
    }

    NodeProcess process() {
        return process;
    }

    /** Returns the node's time in seconds. */
    long now() {
        return settings.clock.instant().getEpochSecond() + skewSeconds;
    }

    void setTimeSkew(long seconds) {
        skewSeconds = seconds;
    }

    void addListener(HeadListener listener) {
        listeners.add(listener);
    }

    void removeListener(HeadListener listener) {
        listeners.remove(listener);
    }

    void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    /** Starts a process; the pool takes the transactions of a journal. */
    void boot(List<Transaction> journal) {
        locked(() -> {
            process = new NodeProcess(this, pow);
            process.pool.takeBack(journal);
            process.start();
            alive = true;
            if (settings.mining && settings.etherbase != null) {
                try {
                    process.miner.start();
                } catch (RpcException e) {
                    throw new IllegalStateException("an etherbase is set", e);
                }
            } else {
                process.miner.onHead();
            }
        });
        links.forEach(link -> process.later(() -> receive(link.head(), link)));
    }

    /** Ends the process and returns what its journal holds. */
    List<Transaction> halt() {
        lock.lock();
        try {
            alive = false;
            process.end();
            return process.pool.all();
        } finally {
            lock.unlock();
        }
    }

    /** Stores a block, moves the head if it is heavier, and tells everyone. The caller holds the lock. */
    Chain.Change importBlock(Block block) {
        Chain.Change change = chain.insert(block);
        if (change.kind() == Chain.Change.Kind.CANONICAL) {
            onNewHead(change);
        } else if (change.kind() == Chain.Change.Kind.SIDE) {
            listeners.forEach(listener -> listener.newSideHead(block.header()));
            process.miner.onSide();
        }
        if (change.block() != null && change.kind() != Chain.Change.Kind.KNOWN) {
            links.forEach(link -> process.later(() -> link.receive(block, this)));
        }
        return change;
    }

    private void onNewHead(Chain.Change change) {
        Imported head = chain.head();
        process.pool.onHead(head.world());
        Set<Hash256> mined = new HashSet<>();
        change.added().forEach(block -> block.block().transactions().forEach(tx -> mined.add(tx.hash())));
        List<Transaction> back = change.dropped().stream()
                .flatMap(block -> block.block().transactions().stream())
                .filter(tx -> !mined.contains(tx.hash()))
                .toList();
        process.pool.takeBack(back);
        for (HeadListener listener : listeners) {
            change.dropped().forEach(block -> listener.newSideHead(block.header()));
            listener.newHead(head.header());
        }
        process.miner.onHead();
    }

    /** Goes back to a height; nothing is pushed, and transactions of the lost blocks do not return. */
    void setHead(long number) {
        chain.setHead(number);
        process.pool.onHead(chain.head().world());
        process.miner.onHead();
    }

    /** Adds a transaction and passes it on to linked nodes. The caller holds the lock. */
    Hash256 addTransaction(Transaction tx) throws RpcException {
        if (process.pool.get(tx.hash()) != null) {
            throw new RpcException("already known");
        }
        TxRules.checkBasics(tx, chain.head().header());
        process.pool.add(tx);
        links.forEach(link -> process.later(() -> link.receive(tx)));
        return tx.hash();
    }

    void link(NodeCore other) {
        if (!chain.genesis().hash().equals(other.chain.genesis().hash())) {
            throw new IllegalStateException("nodes of different chains cannot be linked");
        }
        links.add(other);
        locked(() -> process.later(() -> receive(other.head(), other)));
    }

    /** Keeps linked nodes' blocks away, or asks the links for what was missed. The caller holds the lock. */
    void holdLinks(boolean hold) {
        linksHeld = hold;
        if (!hold) {
            links.forEach(link -> process.later(() -> receive(link.head(), link)));
        }
    }

    int linkCount() {
        return links.size();
    }

    private Block head() {
        lock.lock();
        try {
            return chain.head().block();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Block find(Hash256 hash) {
        lock.lock();
        try {
            Imported found = chain.byHash(hash);
            return found == null ? null : found.block();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a block from a linked node, with those of its ancestors that are missing here. */
    private void receive(Block block, NodeCore source) {
        Deque<Block> missing = new ArrayDeque<>();
        Block step = block;
        while (step != null && find(step.hash()) == null) {
            missing.push(step);
            step = source.find(step.header().parent());
        }
        List<Block> ascending = new ArrayList<>(missing);
        locked(() -> {
            if (alive && !linksHeld) {
                ascending.forEach(this::importBlock);
            }
        });
    }

    private void receive(Transaction tx) {
        locked(() -> {
            try {
                if (alive) {
                    addTransaction(tx);
                }
            } catch (RpcException e) {
                // A peer's transaction that does not fit here is dropped in silence, as in geth.
            }
        });
    }
}
