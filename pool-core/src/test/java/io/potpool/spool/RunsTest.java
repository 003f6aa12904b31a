package io.potpool.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.support.TestChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

    private static final JournalId FIRST = new JournalId(1, 2);
    private static final JournalId SECOND = new JournalId(3, 4);

    @TempDir
    Path dir;

    private final Metrics metrics = new Metrics();

    private Spool open() {
        return open("classic 61");
    }

    private Spool open(String pool) {
        return Spool.open(SpoolSettings.of(dir), pool, () -> TestChain.START, metrics);
    }

    @Test
    void runsThatHaveNotEndedAreKnownToAllLaterOnesUntilTheyAreOver() throws IOException {
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).isEmpty();
            spool.runs().begin(FIRST);
        }
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).containsExactly(FIRST);
            spool.runs().begin(SECOND);
        }
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).containsExactlyInAnyOrder(FIRST, SECOND);
            spool.runs().formerAreOver();
            assertThat(spool.runs().former()).isEmpty();
        }
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).isEmpty();
        }
    }

    @Test
    void aRunThatHasEndedIsNoFormerOne() throws IOException {
        try (Spool spool = open()) {
            spool.runs().begin(FIRST);
            spool.runs().end();
        }
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).isEmpty();
        }
    }

    @Test
    void whatWasAnnouncedWithoutTheStoreIsKnownAlsoBehindATornTail() throws IOException {
        try (Spool spool = open()) {
            spool.runs().begin(FIRST);
            spool.runs().announcesUnrecorded(101);
            spool.runs().announcesUnrecorded(103);
            spool.runs().announcesUnrecorded(102);
        }
        Path file = dir.resolve(FIRST + SpoolDirectory.RUN);
        ByteBuffer torn = Frames.frame(new byte[Long.BYTES]).limit(15);
        Files.write(file, java.util.Arrays.copyOf(torn.array(), torn.limit()), StandardOpenOption.APPEND);

        try (Spool spool = open()) {
            assertThat(spool.runs().announced()).isEqualTo(103);
            assertThat(metrics.snapshot()).doesNotContainKey("spool.fault");
        }
    }

    @Test
    void aRunOfAnotherPoolIsRefusedAndKept() throws IOException {
        try (Spool spool = open()) {
            spool.runs().begin(FIRST);
        }
        assertThatThrownBy(() -> open("mordor 63"))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("belongs to the pool of classic 61");

        assertThat(dir.resolve(FIRST + SpoolDirectory.RUN)).exists();
    }

    @Test
    void aRunWhoseFileWasNotFinishedHasNotBegun() throws IOException {
        Files.createFile(dir.resolve(FIRST + SpoolDirectory.RUN + HeadedFiles.UNFINISHED));
        try (Spool spool = open()) {
            assertThat(spool.runs().former()).isEmpty();
        }
    }
}
