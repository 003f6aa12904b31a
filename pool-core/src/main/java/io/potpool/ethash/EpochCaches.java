package io.potpool.ethash;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the light caches of the epochs in use and builds them one after another on a thread of its own. Thread-safe; no
 * method blocks. The thread has the lowest priority, which Linux does not heed unless Java is told to by root: there, where
 * all processors verify, a build is one thread more, for two seconds an epoch.
 *
 * <p>It holds the caches of the epochs wanted last, and one more while it is being built. Every {@code get},
 * {@code prepare} and {@code ifReady} of an epoch that is here makes it the one wanted last.
 */
public final class EpochCaches implements AutoCloseable {

    /** The fewest caches kept: those on either side of an epoch switch. */
    public static final int MIN_KEPT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(EpochCaches.class);
    private static final int MAX_WAITING = 8;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A build that failed, and when the next one may begin. */
    private record Failure(Throwable cause, long pauseNanos, long retryNanos) {}

    private final Function<EthashEpoch, LightCache> factory;
    private final int kept;
    private final ThreadPoolExecutor builder;
    private final Map<EthashEpoch, CompletableFuture<LightCache>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<EthashEpoch, Failure> failures = new LinkedHashMap<>();
    private final LongSupplier nanoClock;
    private long failedBuilds;
    private boolean closed;

    /** Keeps the real caches of {@link #MIN_KEPT} epochs. */
    public EpochCaches() {
        this(LightCache::build, MIN_KEPT);
    }

    /**
     * Keeps caches made by a factory.
     *
     * @param factory called on the building thread; may throw, and is then called again at the first {@code get} after a
     *     pause of 1 s, after each further failure of twice as long, of 1 min at most
     * @param kept how many caches to keep, at least {@link #MIN_KEPT}
     * @throws IllegalArgumentException if {@code kept} is too small
     */
    public EpochCaches(Function<EthashEpoch, LightCache> factory, int kept) {
        this(factory, kept, System::nanoTime);
    }

    EpochCaches(Function<EthashEpoch, LightCache> factory, int kept, LongSupplier nanoClock) {
        if (kept < MIN_KEPT) {
            throw new IllegalArgumentException("at least " + MIN_KEPT + " caches are kept, not " + kept);
        }
        this.factory = factory;
        this.kept = kept;
        this.nanoClock = nanoClock;
        this.builder = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), EpochCaches::thread);
        builder.allowCoreThreadTimeOut(true);
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "potpool-epoch-cache");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Returns the cache if it is built. */
    public Optional<LightCache> ifReady(EthashEpoch epoch) {
        synchronized (entries) {
            CompletableFuture<LightCache> entry = entries.get(epoch);
            return entry == null || !entry.isDone() ? Optional.empty() : Optional.of(entry.join());
        }
    }

    /**
     * Returns the cache, now or once it is built; an epoch is built once however many ask.
     *
     * @return completes on the building thread, so a dependent that takes time must be an asynchronous one; fails with
     *     the factory's error, at once during the pause after it, with {@link RejectedExecutionException} if 8 epochs wait
     *     already, or with {@link CancellationException} after {@link #close()}
     */
    public CompletionStage<LightCache> get(EthashEpoch epoch) {
        return entry(epoch).minimalCompletionStage();
    }

    /** Starts building the cache of an epoch that will be needed, unless it is here; a failure is logged. */
    public void prepare(EthashEpoch epoch) {
        CompletableFuture<LightCache> unused = entry(epoch);
    }

    private CompletableFuture<LightCache> entry(EthashEpoch epoch) {
        synchronized (entries) {
            CompletableFuture<LightCache> entry = entries.get(epoch);
            if (entry != null) {
                return entry;
            }
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException("closed"));
            }
            Failure failure = failures.get(epoch);
            if (failure != null && nanoClock.getAsLong() - failure.retryNanos() < 0) {
                return CompletableFuture.failedFuture(failure.cause());
            }
            CompletableFuture<LightCache> created = new CompletableFuture<>();
            try {
                builder.execute(() -> build(epoch, created));
            } catch (RejectedExecutionException e) {
                LOG.warn("Too many epochs wait for their caches; {} was refused", epoch);
                return CompletableFuture.failedFuture(e);
            }
            entries.put(epoch, created);
            return created;
        }
    }

    private void build(EthashEpoch epoch, CompletableFuture<LightCache> entry) {
        LightCache cache;
        try {
            cache = factory.apply(epoch);
        } catch (Throwable e) {
            synchronized (entries) {
                entries.remove(epoch, entry);
                failed(epoch, e);
            }
            entry.completeExceptionally(e);
            return;
        }
        LOG.info("The cache of {} is ready ({} bytes)", epoch, cache.bytes());
        CompletableFuture<LightCache> ready = CompletableFuture.completedFuture(cache);
        synchronized (entries) {
            failures.remove(epoch);
            if (entries.replace(epoch, entry, ready)) {
                evict();
            }
        }
        entry.complete(cache);
    }

    private void failed(EthashEpoch epoch, Throwable cause) {
        failedBuilds++;
        Failure before = failures.get(epoch);
        if (before == null) {
            LOG.error(
                    "The cache of {} could not be built; shares and jobs of the epoch wait, and it is tried again"
                            + " after pauses of 1 s to 1 min: {}",
                    epoch,
                    cause.toString());
        }
        long pause = before == null ? FIRST_PAUSE_NANOS : Math.min(2 * before.pauseNanos(), LONGEST_PAUSE_NANOS);
        if (before == null && failures.size() >= MAX_WAITING) {
            failures.clear();
        }
        failures.put(epoch, new Failure(cause, pause, nanoClock.getAsLong() + pause));
    }

    private void evict() {
        long surplus =
                entries.values().stream().filter(CompletableFuture::isDone).count() - kept;
        Iterator<CompletableFuture<LightCache>> eldestFirst = entries.values().iterator();
        while (surplus > 0) {
            if (eldestFirst.next().isDone()) {
                eldestFirst.remove();
                surplus--;
            }
        }
    }

    /** Returns how many builds have failed. */
    public long failedBuilds() {
        synchronized (entries) {
            return failedBuilds;
        }
    }

    /** Returns the bytes of the caches that are built and kept. */
    public long bytes() {
        synchronized (entries) {
            return entries.values().stream()
                    .filter(CompletableFuture::isDone)
                    .mapToLong(entry -> entry.join().bytes())
                    .sum();
        }
    }

    /** Drops all caches; who waits for one gets a {@link CancellationException}. A build under way ends unseen. */
    @Override
    public void close() {
        Map<EthashEpoch, CompletableFuture<LightCache>> dropped;
        synchronized (entries) {
            closed = true;
            dropped = Map.copyOf(entries);
            entries.clear();
        }
        dropped.values().forEach(entry -> entry.completeExceptionally(new CancellationException("closed")));
        builder.shutdownNow();
    }
}
