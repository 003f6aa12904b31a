package io.potpool.launcher.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What lies in a spool's directory, seen from outside: also while a pool uses it. */
public final class SpooledFiles {

    private SpooledFiles() {}

    /**
     * Returns how many files hold accepted shares that the store has yet to take; 0 where there is no such directory.
     *
     * @throws IOException if the directory cannot be read
     */
    public static long waiting(Path directory) throws IOException {
        return count(directory, ".spool");
    }

    /**
     * Returns how many batches that could not be read lie apart; 0 where there is no such directory.
     *
     * @throws IOException if the directory cannot be read
     */
    public static long setAside(Path directory) throws IOException {
        return count(directory, ".unreadable");
    }

    private static long count(Path directory, String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .count();
        }
    }
}
