package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds templates as geth's worker does: an empty one at once on a new head, the full one a moment later, another
 * when new transactions or uncles came; the timestamp is fixed for a height. Guarded by the node's lock.
 */
final class Miner {

    private final Settings settings;
    private final Chain chain;
    private final TxPool pool;
    private final Assembler assembler;
    private final ChainRules rules;
    private final Consumer<Template> publish;
    private final LongSupplier now;
    private final Lock nodeLock;
    private final ScheduledExecutorService timer;
    private @Nullable Address etherbase;
    private boolean running;
    private boolean frozen;
    private long generation;
    private long timestamp;
    private long changesSeen;
    private List<Header> unclesSeen = List.of();
    private @Nullable Block pending;

    Miner(
            Settings settings,
            Chain chain,
            TxPool pool,
            Assembler assembler,
            ChainRules rules,
            Consumer<Template> publish,
            LongSupplier now,
            Lock nodeLock,
            ScheduledExecutorService timer) {
        this.settings = settings;
        this.chain = chain;
        this.pool = pool;
        this.assembler = assembler;
        this.rules = rules;
        this.publish = publish;
        this.now = now;
        this.nodeLock = nodeLock;
        this.timer = timer;
        this.etherbase = settings.etherbase;
    }

    @Nullable Address etherbase() {
        return etherbase;
    }

    void setEtherbase(Address address) {
        etherbase = address;
    }

    boolean isRunning() {
        return running;
    }

    @Nullable Block pending() {
        return pending;
    }

    boolean isOwn(Header header) {
        return header.miner().equals(etherbase);
    }

    void start() throws RpcException {
        if (etherbase == null) {
            throw new RpcException("etherbase missing: etherbase must be explicitly specified");
        }
        if (!running) {
            running = true;
            onHead();
        }
    }

    void stop() {
        running = false;
    }

    void freeze(boolean freeze) {
        frozen = freeze;
        if (!freeze) {
            onHead();
        }
    }

    void onHead() {
        if (frozen) {
            return;
        }
        long height = ++generation;
        timestamp = Math.max(now.getAsLong(), chain.head().header().timestamp() + 1);
        if (!running) {
            pending = build(true);
            return;
        }
        publish.accept(template(build(false)));
        if (settings.templateDelay.isZero()) {
            fill(height);
        } else {
            later(settings.templateDelay, () -> fill(height));
        }
    }

    /** Takes up an uncle at once, if the block has room for it. */
    void onSide() {
        boolean active = running
                && !frozen
                && pending != null
                && pending.number() == chain.head().number() + 1;
        if (active && !uncles().equals(unclesSeen)) {
            fill(generation);
        }
    }

    /** Builds anew if transactions came in since the last build; called by the recommit timer. */
    void recommit() {
        if (running && !frozen && pool.changes() != changesSeen) {
            fill(generation);
        }
    }

    private void fill(long height) {
        if (height != generation || !running || frozen) {
            return;
        }
        Block full = build(true);
        publish.accept(template(full));
        pending = full;
    }

    private Block build(boolean full) {
        Imported head = chain.head();
        List<Header> uncles = uncles();
        if (full) {
            changesSeen = pool.changes();
            unclesSeen = uncles;
        }
        List<Transaction> candidates = full ? pool.forBlock(rules.baseFee(head.header())) : List.of();
        Address miner = etherbase == null ? Address.ZERO : etherbase;
        return assembler.assemble(new Assembler.Plan(head, miner, timestamp, candidates, uncles, null));
    }

    private List<Header> uncles() {
        return Uncles.choose(chain, chain.head(), this::isOwn);
    }

    private Template template(Block block) {
        return Template.of(block, rules.seed(block.number()));
    }

    private void later(Duration delay, Runnable task) {
        try {
            var unused = timer.schedule(
                    () -> {
                        nodeLock.lock();
                        try {
                            task.run();
                        } finally {
                            nodeLock.unlock();
                        }
                    },
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            running = false;
        }
    }
}
