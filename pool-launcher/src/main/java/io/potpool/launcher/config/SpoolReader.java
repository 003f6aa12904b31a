package io.potpool.launcher.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads how long and how much the pool goes on without its store. */
final class SpoolReader {

    private static final long MIB = 1L << 20;
    private static final long BYTES = 1_024 * MIB;
    private static final long MOST_BYTES = 1L << 40;
    private static final Duration AGE = Duration.ofMinutes(15);
    private static final Duration LEAST_AGE = Duration.ofSeconds(10);
    private static final Duration STATE_UPDATE = Duration.ofSeconds(3);
    private static final Duration LEAST_UPDATE = Duration.ofMillis(10);
    private static final long MOST_FAILS = 1_000_000;

    private final Section spool;
    private final Section proxy;
    private final Path directory;

    /** @param directory where relative files lie */
    SpoolReader(Section root, Path directory) {
        this.spool = root.section("spool");
        this.proxy = root.section("proxy");
        this.directory = directory;
    }

    SpoolConfig read(Path dataDirectory, Duration shareKeep) {
        return new SpoolConfig(
                place(dataDirectory),
                spool.integer("maxBytes", MIB, MOST_BYTES).orElse(BYTES),
                age(shareKeep),
                sickAfter());
    }

    private Path place(Path dataDirectory) {
        Path own = dataDirectory.resolve("spool");
        return spool.text("directory")
                .flatMap(text -> {
                    try {
                        return Optional.of(directory.resolve(text));
                    } catch (InvalidPathException e) {
                        spool.error("directory", "is not a path: " + e.getReason());
                        return Optional.empty();
                    }
                })
                .orElse(own);
    }

    /** Source: a silent instance is forgotten after twice this time, and no share may be folded before. */
    private Duration age(Duration shareKeep) {
        Duration age = spool.duration("maxAge", AGE, LEAST_AGE);
        if (age.multipliedBy(2).compareTo(shareKeep) < 0) {
            return age;
        }
        spool.error("maxAge", "twice of it must be below shares.keep, which is " + Durations.format(shareKeep));
        return AGE;
    }

    /** Source: the family's pool gives no work after so many state writes have failed in a row. */
    private Optional<SpoolConfig.Outage> sickAfter() {
        boolean checked = proxy.flag("healthCheck", true);
        Optional<Long> fails = proxy.integer("maxFails", 1, MOST_FAILS);
        Duration each = proxy.duration("stateUpdateInterval", STATE_UPDATE, LEAST_UPDATE);
        if (proxy.has("stateUpdateInterval") && !proxy.has("maxFails")) {
            proxy.warning(
                    "stateUpdateInterval",
                    "it only counts together with maxFails; an instance's state is written every second");
        }
        return fails.filter(unused -> checked).map(many -> new SpoolConfig.Outage(many.intValue(), each));
    }
}
