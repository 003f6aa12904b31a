package io.potpool.ethash;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether there is room for a dataset, asked before it is begun. */
final class DatasetRoom {

    private static final Pattern FILE = Pattern.compile("ethash-(\\d{1,5})-[0-9a-f]{8}\\.(dag|part)");

    private DatasetRoom() {}

    /** Says what is missing. */
    static final class NoRoomException extends IOException {

        private static final long serialVersionUID = 1;

        NoRoomException(String message) {
            super(message);
        }
    }

    /** Returns the epoch of a dataset's file, or nothing for other files. */
    static OptionalInt epochOf(Path path) {
        Matcher name = FILE.matcher(path.getFileName().toString());
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }

    /** Checks, while a file grows, that others on its disk still have room: shares are stored there. */
    static void checkSpare(Path directory) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < Datasets.SPARE_BYTES / 2) {
            throw new NoRoomException("only " + mib(free) + " are left on the disk of " + directory);
        }
    }

    /** Checks the disk for what of a file is not there yet, and that memory can hold the pages. */
    static void check(Path directory, DatasetFile file) throws IOException {
        long needed = file.bytes() - file.bytesThere() + Datasets.SPARE_BYTES;
        long free = Files.getFileStore(directory).getUsableSpace();
        if (needed > Datasets.SPARE_BYTES && free < needed) {
            throw new NoRoomException("its file in " + directory + " needs " + mib(needed) + " more on disk, and "
                    + mib(free) + " are free");
        }
        long memory = physicalMemory() - Runtime.getRuntime().maxMemory();
        if (physicalMemory() > 0 && memory < file.bytes() + Datasets.SPARE_BYTES) {
            throw new NoRoomException(
                    "its " + mib(file.bytes()) + " do not fit into the machine's memory beside the heap, " + mib(memory)
                            + ", and from disk every share would take longer than from the light cache");
        }
    }

    /** Checks the heap. */
    static void checkHeap(long bytes) throws NoRoomException {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        if (free < bytes + Datasets.SPARE_BYTES) {
            throw new NoRoomException("the heap has " + mib(free) + " left and " + mib(bytes + Datasets.SPARE_BYTES)
                    + " are needed; give it more with -Xmx, or keep datasets in files");
        }
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
