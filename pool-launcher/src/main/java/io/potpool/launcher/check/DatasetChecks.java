package io.potpool.launcher.check;

import com.sun.management.OperatingSystemMXBean;
import io.potpool.ethash.Datasets;
import io.potpool.ethash.EthashEpoch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the full datasets of an epoch and the next fit where they are to be kept. */
final class DatasetChecks {

    private static final String NAME = "dataset";
    private static final String LIGHT = "or leave out \"verifier\": \"full\"";

    /** Light caches kept beside the datasets: two, and one that is being built. */
    private static final int CACHES = 3;

    private final EthashEpoch epoch;

    DatasetChecks(EthashEpoch epoch) {
        this.epoch = epoch;
    }

    /** Looks at a directory, which is made if need be, its disk and the machine's memory. */
    Verdict file(Path directory) {
        try {
            Files.createDirectories(directory);
            return file(
                    directory,
                    Files.getFileStore(directory).getUsableSpace(),
                    Datasets.bytesIn(directory),
                    memory() - Runtime.getRuntime().maxMemory());
        } catch (IOException e) {
            return Verdict.fail(NAME, directory + ": " + e, "make it a directory that can be written");
        }
    }

    /**
     * Judges files.
     *
     * @param there the bytes of dataset files in the directory: that of an epoch in use is kept, older ones make room
     * @param memory what the machine has beside the heap; negative if unknown
     */
    Verdict file(Path directory, long free, long there, long memory) {
        long needed = epoch.datasetBytes();
        String finding = mib(free) + " free in " + directory + (there > 0 ? ", " + mib(there) + " there" : "")
                + "; a dataset has about " + mib(needed) + ", and two are kept around an epoch switch";
        if (free < missing(2 * needed, there)) {
            return Verdict.warn(
                    NAME, finding, "free " + mib(missing(2 * needed, there) - free) + " of disk space, " + LIGHT);
        }
        if (memory >= 0 && memory < needed + Datasets.SPARE_BYTES) {
            return Verdict.warn(
                    NAME,
                    finding + "; the machine has " + mib(memory) + " of memory beside the heap, too little for one",
                    "a machine with more memory, or a smaller heap (-Xmx), " + LIGHT);
        }
        return Verdict.ok(NAME, finding);
    }

    /** What is to be written and what stays free beside it; nothing if all is there. */
    private static long missing(long needed, long there) {
        return there >= needed ? 0 : needed - there + Datasets.SPARE_BYTES;
    }

    /** Judges the heap of this virtual machine, which has the options that the pool will have. */
    Verdict heap() {
        return heap(Runtime.getRuntime().maxMemory());
    }

    Verdict heap(long most) {
        long needed = epoch.datasetBytes();
        long beside = CACHES * epoch.cacheBytes() + Datasets.SPARE_BYTES;
        String finding = "the heap may grow to " + mib(most) + "; a dataset has about " + mib(needed)
                + ", light caches and what stays free " + mib(beside);
        String remedy =
                "JAVA_OPTS=-Xmx" + roundedUp(2 * needed + beside) + "g, or keep datasets in a \"file\", " + LIGHT;
        if (most < needed + beside) {
            return Verdict.warn(NAME, finding + ": none fits, all shares are hashed from the light cache", remedy);
        }
        if (most < 2 * needed + beside) {
            return Verdict.warn(
                    NAME,
                    finding + ": one fits, but not the next one beside it; from an epoch switch to a restart shares"
                            + " are hashed from the light cache",
                    remedy);
        }
        return Verdict.ok(NAME, finding + ": two fit, as around an epoch switch");
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MIN_VALUE / 2;
    }

    private static long roundedUp(long bytes) {
        return (bytes + (1L << 30) - 1) >> 30;
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
