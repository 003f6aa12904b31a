package io.potpool.launcher.pool;

import io.potpool.ethash.DatasetProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator how far a dataset is: by a bar on a terminal, by a line every few seconds in a log. */
final class DatasetReporter {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetReporter.class);
    private static final int BAR = 40;
    private static final long LOG_NANOS = 5_000_000_000L;

    private DatasetReporter() {}

    static Consumer<DatasetProgress> forThisProcess() {
        return isTerminal() ? bar(System.err) : lines();
    }

    /** Java has no way to ask this of standard error; where the system has none either, there are lines. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    /** Redraws one line. */
    static Consumer<DatasetProgress> bar(PrintStream terminal) {
        return now -> {
            int filled = BAR * now.percent() / 100;
            terminal.printf(
                    Locale.ROOT,
                    "\rdataset %d [%s%s] %s%s",
                    now.epoch().number(),
                    "#".repeat(filled),
                    " ".repeat(BAR - filled),
                    words(now),
                    now.itemsDone() == now.items() ? System.lineSeparator() : "  ");
            terminal.flush();
        };
    }

    /** Logs the first and the last, and in between one every 5 s. */
    private static Consumer<DatasetProgress> lines() {
        return new Consumer<>() {
            private long next = System.nanoTime();

            @Override
            public synchronized void accept(DatasetProgress now) {
                if (System.nanoTime() - next >= 0 || now.itemsDone() == now.items()) {
                    next = System.nanoTime() + LOG_NANOS;
                    LOG.info("dataset of epoch {}: {}", now.epoch().number(), words(now));
                }
            }
        };
    }

    static String words(DatasetProgress now) {
        return now.itemsPerSecond() == 0
                ? String.format(Locale.ROOT, "%d %%, checking what is there", now.percent())
                : String.format(
                        Locale.ROOT,
                        "%d %%, %,d items/s, %d s left",
                        now.percent(),
                        now.itemsPerSecond(),
                        now.left().toSeconds());
    }
}
