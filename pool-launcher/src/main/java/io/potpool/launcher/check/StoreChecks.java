package io.potpool.launcher.check;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the store, its disk, and where shares wait while it is away. */
final class StoreChecks {

    private static final long MIB = 1L << 20;
    private static final long SCARCE = 1_024 * MIB;
    private static final long TOO_LITTLE = 100 * MIB;

    private final PoolConfig config;
    private boolean inUse;

    StoreChecks(PoolConfig config) {
        this.config = config;
    }

    /** Returns whether a pool runs on this store; known after {@link #run}. */
    boolean inUse() {
        return inUse;
    }

    List<Verdict> run() {
        if (config.plugins().store().isPresent()) {
            return List.of(Verdict.warn("store", "it is a plugin's", "look at the log after the start"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        if (config.redis().isPresent()) {
            verdicts.addAll(new RedisChecks(config, config.redis().get(), Clock.systemUTC()).run());
        } else {
            verdicts.add(store());
            verdicts.add(disk());
        }
        inUse |= locked(config.spool().directory());
        verdicts.add(SpoolChecks.run(config.spool(), inUse));
        return verdicts;
    }

    private Verdict store() {
        Path data = config.dataDirectory();
        if (!Files.exists(data)) {
            return writable(data);
        }
        if (locked(data)) {
            inUse = true;
            return Verdict.ok("store", data + " is in use by a running pool");
        }
        try (SqliteStore store = SqliteStore.open(new StoreOpening(config, new Metrics()).sqliteSettings())) {
            return Verdict.ok(
                    "store",
                    data + " opens; highest height announced " + store.heights().highestAnnounced());
        } catch (RuntimeException e) {
            return Verdict.fail(
                    "store", String.valueOf(e.getMessage()), "see that " + data + " is this pool's, and writable");
        }
    }

    private static Verdict writable(Path data) {
        Path parent = Optional.ofNullable(data.getParent()).orElse(data);
        return Files.isWritable(parent)
                ? Verdict.ok("store", data + " will be created")
                : Verdict.fail("store", data + " cannot be created", "make " + parent + " writable for this user");
    }

    /** A store, and a spool, hold a lock on one of their files for as long as they are open. */
    private static boolean locked(Path data) {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().endsWith("lock"))
                    .anyMatch(StoreChecks::held);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean held(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Verdict disk() {
        Path place = Files.exists(config.dataDirectory())
                ? config.dataDirectory()
                : Optional.ofNullable(config.dataDirectory().getParent()).orElse(config.dataDirectory());
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            String finding = free / MIB + " MiB free in " + place;
            if (free < TOO_LITTLE) {
                return Verdict.fail("disk", finding, "free some space: without it no share can be recorded");
            }
            return free < SCARCE
                    ? Verdict.warn("disk", finding, "a million shares take some hundred MiB; free some space")
                    : Verdict.ok("disk", finding);
        } catch (IOException e) {
            return Verdict.warn("disk", "free space unknown: " + e.getMessage(), "look at it by hand");
        }
    }
}
