package io.potpool.spool;

import io.potpool.spi.JournalId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What earlier runs have left in a spool directory. */
final class SpoolDirectory {

    static final String LOCK = "spool.lock";
    static final String BATCHES = ".spool";
    static final String UNREADABLE = ".unreadable";
    static final String NUMBERS = ".numbers";
    static final String RUN = ".run";
    static final String SOLUTIONS = "solutions.spooled";
    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

    private SpoolDirectory() {}

    static Path create(Path directory) throws IOException {
        Path made = Files.createDirectories(directory.toAbsolutePath());
        Path above = made.getParent();
        if (above != null) {
            new LocalDisk().syncDirectory(above);
        }
        return made;
    }

    /** Drops files whose creation was not finished; nothing was ever in them. */
    static void dropUnfinished(Path directory) throws IOException {
        for (Path path : list(directory, HeadedFiles.UNFINISHED)) {
            String name = path.getFileName().toString();
            String finished = name.substring(0, name.length() - HeadedFiles.UNFINISHED.length());
            if (isOurs(finished)) {
                LOG.warn("{} was not finished and is empty; it is removed", path);
                Files.deleteIfExists(path);
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.endsWith(BATCHES)
                || name.endsWith(UNREADABLE)
                || name.endsWith(NUMBERS)
                || name.endsWith(RUN)
                || name.equals(SOLUTIONS);
    }

    /** Opens the files of batches in their order; closes them all if one of them is refused. */
    static List<Segment> segments(Path directory, HeadedFiles files) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try {
            for (Path path : list(directory, BATCHES)) {
                segments.add(Segment.recover(files, path));
            }
        } catch (IOException | RuntimeException refused) {
            for (Segment segment : segments) {
                segment.file.close();
            }
            throw refused;
        }
        segments.sort(Comparator.comparingLong(segment -> segment.header.number()));
        return segments;
    }

    static List<Path> list(Path directory, String ending) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    static String numbersName(JournalId journal) {
        return journal + NUMBERS;
    }
}
