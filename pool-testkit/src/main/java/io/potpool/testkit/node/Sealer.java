package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.PowHash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The remote sealer: the current work, the works of the last heights in memory, and a queue of ten sealed blocks.
 *
 * <p>Requests pass one at a time, as in geth's sealer loop, so {@code eth_getWork} waits while a solution is verified.
 * The templates themselves are guarded by the node's lock.
 */
final class Sealer {

    private static final int STALE_HEIGHTS = 7;
    private static final int QUEUE = 10;

    private final Lock loop = new ReentrantLock(true);
    private final Lock nodeLock;
    private final ProofOfWork pow;
    private final boolean verify;
    private final Map<Hash256, Template> works = new LinkedHashMap<>();
    private final BlockingQueue<Block> results = new ArrayBlockingQueue<>(QUEUE);
    private @Nullable Template current;
    private Duration stall;

    Sealer(Lock nodeLock, ProofOfWork pow, boolean verify, Duration stall) {
        this.nodeLock = nodeLock;
        this.pow = pow;
        this.verify = verify;
        this.stall = stall;
    }

    /** Makes a template the current work; returns false if it is so already. The caller holds the node's lock. */
    boolean publish(Template template) {
        if (current != null && current.sealHash().equals(template.sealHash())) {
            return false;
        }
        current = template;
        works.put(template.sealHash(), template);
        works.values().removeIf(work -> work.number() + STALE_HEIGHTS <= template.number());
        return true;
    }

    List<String> work() throws RpcException {
        loop.lock();
        nodeLock.lock();
        try {
            if (current == null) {
                throw new RpcException("no mining work available yet");
            }
            return current.work();
        } finally {
            nodeLock.unlock();
            loop.unlock();
        }
    }

    /** Returns whether the solution is valid, recent enough and queued for writing. */
    boolean submit(Nonce nonce, Hash256 sealHash, Hash256 mix) {
        loop.lock();
        try {
            Template work = locked(() -> works.get(sealHash));
            if (work == null) {
                return false;
            }
            if (verify && !isSolved(work, nonce, mix)) {
                return false;
            }
            Boolean recent = locked(() -> current != null && work.number() + STALE_HEIGHTS > current.number());
            return Boolean.TRUE.equals(recent) && results.offer(work.block().sealed(nonce, mix));
        } finally {
            loop.unlock();
        }
    }

    private boolean isSolved(Template work, Nonce nonce, Hash256 mix) {
        if (!stall.isZero()) {
            LockSupport.parkNanos(stall.toNanos());
            stall = Duration.ZERO;
        }
        PowHash result = pow.hash(work.number(), work.sealHash(), nonce);
        return result.mix().equals(mix) && work.target().isMetBy(result.result());
    }

    private <T> @Nullable T locked(Supplier<@Nullable T> read) {
        nodeLock.lock();
        try {
            return read.get();
        } finally {
            nodeLock.unlock();
        }
    }

    /** Waits for a sealed block. */
    Block takeResult() throws InterruptedException {
        return results.take();
    }
}
