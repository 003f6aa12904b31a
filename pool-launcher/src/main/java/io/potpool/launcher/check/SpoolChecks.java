package io.potpool.launcher.check;

import io.potpool.launcher.config.SpoolConfig;
import io.potpool.launcher.pool.SpooledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the directory where shares wait while the store is away. */
final class SpoolChecks {

    private static final long MIB = 1L << 20;
    private static final String NAME = "spool";

    private SpoolChecks() {}

    /** {@code poolRuns} tells that a pool of this config has the directory. */
    static Verdict run(SpoolConfig spool, boolean poolRuns) {
        Path directory = spool.directory();
        try {
            Path place = nearest(directory);
            if (!Files.isDirectory(place)) {
                return unusable(directory, place + " is a file");
            }
            if (!Files.isWritable(place)) {
                return unusable(directory, place + " cannot be written");
            }
            if (!poolRuns) {
                tryOut(place);
            }
            long free = Files.getFileStore(place).getUsableSpace();
            if (free < spool.maxBytes()) {
                return Verdict.warn(
                        NAME,
                        directory + ": " + free / MIB + " MiB free, spool.maxBytes is " + spool.maxBytes() / MIB
                                + " MiB",
                        "free some space, or lower spool.maxBytes");
            }
            long apart = SpooledFiles.setAside(directory);
            if (apart > 0) {
                return Verdict.warn(
                        NAME,
                        directory + " has " + apart + " batch(es) that could not be read and are not credited",
                        "see \"when the store is away\" in docs/operating");
            }
            long files = SpooledFiles.waiting(directory);
            if (files > 0 && poolRuns) {
                return Verdict.warn(
                        NAME,
                        directory + ": shares wait for the store, in " + files + " file(s) of the running pool",
                        "see that the store is there: the pool goes on by itself");
            }
            return files == 0
                    ? Verdict.ok(NAME, directory + " is empty; " + free / MIB + " MiB free")
                    : Verdict.warn(
                            NAME,
                            directory + " has shares of an earlier run, in " + files + " file(s)",
                            "start the pool: it replays them");
        } catch (IOException failure) {
            return unusable(directory, String.valueOf(failure.getMessage()));
        }
    }

    private static Verdict unusable(Path directory, String why) {
        return Verdict.fail(
                NAME,
                directory + " cannot be used: " + why,
                "name a directory (spool.directory) on a local disk that this user may write to");
    }

    /** Some places, such as /proc, say that they can be written and cannot. */
    private static void tryOut(Path place) throws IOException {
        Files.delete(Files.createTempFile(place, "potpool-check", ".tmp"));
    }

    private static Path nearest(Path directory) {
        Path place = directory.toAbsolutePath();
        while (!Files.exists(place)) {
            Optional<Path> parent = Optional.ofNullable(place.getParent());
            if (parent.isEmpty()) {
                return place;
            }
            place = parent.get();
        }
        return place;
    }
}
