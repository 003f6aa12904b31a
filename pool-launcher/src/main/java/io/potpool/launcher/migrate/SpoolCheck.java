package io.potpool.launcher.migrate;

import io.potpool.launcher.config.PoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether shares that a store was to take still wait in the spool of its pool. */
final class SpoolCheck {

    private final Set<Path> directories = new LinkedHashSet<>();

    /** Looks beside the store, and where the config says. */
    SpoolCheck(PoolConfig config, Path dataDirectory) {
        directories.add(dataDirectory.toAbsolutePath().normalize().resolve("spool"));
        directories.add(config.spool().directory().toAbsolutePath().normalize());
    }

    /** Returns why the store must not be moved yet, if so. */
    Optional<String> undrained() throws IOException {
        for (Path directory : directories) {
            if (Files.isDirectory(directory) && holdsAny(directory)) {
                return Optional.of(
                        "the spool in " + directory + " still has shares: start the pool once more on the old"
                                + " store, let it drain, and stop it");
            }
        }
        return Optional.empty();
    }

    /** Returns where was looked, for an operator whose old spool lies elsewhere. */
    String looked() {
        return directories.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static boolean holdsAny(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".spool") || name.equals("solutions.spooled"));
        }
    }
}
