package io.potpool.spool;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.ShareStore;
import io.potpool.store.DirectoryLock;
import io.potpool.store.InWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that the store has not confirmed, on local disk. One process has a directory; one thread appends.
 *
 * <p>A batch is in here under the number under which it may already be in the store, and is replayed under it: the store
 * applies every number once. Batches of earlier runs are replayed before those of this one.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final long LEAST_LINGER_MILLIS = 20;
    private static final long MOST_LINGER_MILLIS = 300;

    private final SpoolSettings settings;
    private final InstantSource clock;
    private final Metrics metrics;
    private final DirectoryLock lock;
    private final SegmentQueue queue;
    private final FiledNumbering numbering;
    private final SolutionSpool solutions;
    private final Runs runs;
    private final SpoolLog log;
    private volatile @Nullable Drainer drainer;
    private volatile Optional<String> diskFault = Optional.empty();
    private volatile boolean toldRefusal;

    private Spool(SpoolSettings settings, Path directory, String pool, InstantSource clock, Metrics metrics, Disk disk)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.lock = DirectoryLock.take(directory, SpoolDirectory.LOCK);
        HeadedFiles files = new HeadedFiles(directory, disk, pool);
        this.queue = new SegmentQueue(files, settings.segmentBytes());
        this.numbering = new FiledNumbering(files);
        this.solutions = new SolutionSpool(files, metrics);
        this.runs = new Runs(files, metrics);
        this.log = new SpoolLog(directory, System::nanoTime);
        try {
            SpoolDirectory.dropUnfinished(directory);
            queue.recover(SpoolDirectory.segments(directory, files));
            for (Path path : SpoolDirectory.list(directory, SpoolDirectory.NUMBERS)) {
                numbering.recover(path);
            }
            solutions.recover(directory);
            for (Path path : SpoolDirectory.list(directory, SpoolDirectory.RUN)) {
                runs.recover(path);
            }
        } catch (IOException | RuntimeException refused) {
            closeFiles();
            throw refused;
        }
        List<Path> apart = SpoolDirectory.list(directory, SpoolDirectory.UNREADABLE);
        if (!apart.isEmpty()) {
            LOG.warn("batches that could not be read are kept apart, and not credited: {}", apart);
        }
        metrics.gauge("spool.bytes", queue::bytes);
        metrics.gauge("spool.records", queue::records);
        metrics.gauge("spool.shares", queue::shares);
        metrics.gauge("spool.oldestSeconds", () -> age().toSeconds());
    }

    /**
     * Opens the spool and finds what earlier runs have left.
     *
     * @param pool whose it is: a file of another pool is refused
     * @throws SpoolException if another process has the directory, or a file in it is foreign, newer or unreadable
     */
    public static Spool open(SpoolSettings settings, String pool, InstantSource clock, Metrics metrics) {
        return open(settings, pool, clock, metrics, new LocalDisk());
    }

    static Spool open(SpoolSettings settings, String pool, InstantSource clock, Metrics metrics, Disk disk) {
        try {
            Path directory = SpoolDirectory.create(settings.directory());
            Spool spool = new Spool(settings, directory, pool, clock, metrics, disk);
            if (!spool.isEmpty()) {
                LOG.warn("{} batches of earlier runs are spooled and will be replayed", spool.queue.records());
            }
            return spool;
        } catch (IOException failure) {
            throw new SpoolException(
                    "the spool " + settings.directory() + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    /** Begins to replay what is there and what will be appended. Called once; the caller closes the store later. */
    public void start(ShareStore store) {
        Drainer begun = new Drainer(queue, numbering, store, metrics, log);
        drainer = begun;
        begun.start();
    }

    /** Hands over the key of every share in here; before {@link #start}. */
    public void eachKey(SpooledKeys keys) {
        try {
            queue.eachKey(keys);
        } catch (IOException failure) {
            throw new SpoolException("the spool " + settings.directory() + " cannot be read", failure);
        }
    }

    /** Returns the lowest height of the shares in here, or a lower one; empty if there are none. */
    public OptionalLong lowestHeight() {
        long lowest = queue.lowestHeight();
        return lowest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(lowest);
    }

    /** Returns the highest height of the shares found when the spool was opened, or -1: it had been announced. */
    public long highestFound() {
        return queue.highestFound();
    }

    /** Returns whether the store has confirmed everything. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns how the store is to be addressed. */
    public Numbering numbering() {
        return numbering;
    }

    /** Returns block solutions that the store has not recorded. */
    public SolutionSpool solutions() {
        return solutions;
    }

    /** Returns the runs of this process that may still be registered in the store. */
    public Runs runs() {
        return runs;
    }

    /**
     * Appends a batch; blocks as long as the disk does. The same batch may be appended again when it was refused.
     *
     * @return whether it is durable
     */
    public boolean append(CreditBatch batch) {
        if (bound().isPresent()) {
            return false;
        }
        boolean begins = queue.isEmpty();
        try {
            queue.append(batch, clock.millis());
        } catch (IOException | RuntimeException | Error failure) {
            metrics.count("spool.fault");
            if (diskFault.isEmpty()) {
                LOG.error("the spool {} cannot be written", settings.directory(), failure);
            }
            diskFault = Optional.of("the spool's disk fails: " + failure.getMessage());
            return false;
        }
        metrics.counter("spool.appended").add(batch.shares().size());
        diskFault = Optional.empty();
        if (begins) {
            log.filled();
            if (queue.isEmpty()) {
                // it was replayed in this moment
                log.emptied();
            }
        }
        return true;
    }

    /** The store takes batches without the spool: a fault of its disk is of no consequence now. */
    public void notNeeded() {
        diskFault = Optional.empty();
    }

    /** Returns whether a share is to be refused now, and counts and logs why. */
    public boolean refuses() {
        Optional<String> disk = diskFault;
        Optional<String> bound = bound();
        if (disk.isEmpty() && bound.isEmpty()) {
            toldRefusal = false;
            return false;
        }
        boolean tooOld = bound.isPresent() && queue.bytes() < settings.maxBytes();
        metrics.count("spool.refused{" + (bound.isEmpty() ? "disk" : tooOld ? "age" : "bytes") + "}");
        if (!toldRefusal) {
            toldRefusal = true;
            LOG.error("miners hear \"work not ready\": {}", bound.or(() -> disk).orElse(""));
        }
        return true;
    }

    private Optional<String> bound() {
        if (queue.bytes() >= settings.maxBytes()) {
            return Optional.of(
                    "the store is away and the spool has reached spool.maxBytes, " + settings.maxBytes() + " bytes");
        }
        if (age().compareTo(settings.maxAge()) > 0) {
            return Optional.of(
                    "the store has been away for longer than spool.maxAge, " + InWords.of(settings.maxAge()));
        }
        return Optional.empty();
    }

    private Duration age() {
        long now = clock.millis();
        return Duration.ofMillis(Math.max(0, now - queue.oldestMillis(now)));
    }

    /** Returns its bounds, in words. */
    public String boundsInWords() {
        return settings.maxBytes() + " bytes and " + InWords.of(settings.maxAge());
    }

    /** Returns how long to gather shares for a batch while there are others before it: so long that the store gains on it. */
    public Duration linger() {
        Drainer current = drainer;
        long twice = current == null ? 0 : current.lastCommit().toMillis() * 2;
        return Duration.ofMillis(Math.min(MOST_LINGER_MILLIS, Math.max(LEAST_LINGER_MILLIS, twice)));
    }

    /** Returns its state now. */
    public SpoolState state() {
        Drainer current = drainer;
        return new SpoolState(
                queue.records(),
                queue.shares(),
                queue.bytes(),
                age(),
                current != null && current.working() && !queue.isEmpty(),
                bound().or(() -> diskFault));
    }

    /** Replays on for some seconds while the store takes it, then stops; what is left is for the next run. Idempotent. */
    public void stop() {
        Drainer current = drainer;
        if (current != null) {
            current.close();
        }
        log.close();
    }

    /** Stops and gives the directory back. */
    @Override
    public void close() throws IOException {
        stop();
        closeFiles();
    }

    private void closeFiles() throws IOException {
        try {
            solutions.close();
            numbering.close(queue);
            runs.close();
            queue.close();
        } finally {
            lock.close();
        }
    }
}
