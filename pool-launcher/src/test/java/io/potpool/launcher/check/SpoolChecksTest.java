package io.potpool.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.SpoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolChecksTest {

    @TempDir
    private Path directory;

    private Verdict verdict() {
        return verdict(directory);
    }

    private static Verdict verdict(Path place) {
        return SpoolChecks.run(new SpoolConfig(place, 1 << 20, Duration.ofMinutes(15), Optional.empty()), false);
    }

    @Test
    void directoryThatCannotBeMadeFails() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        for (Path unusable : new Path[] {Path.of("/proc/nope"), file, file.resolve("below")}) {
            assertThat(verdict(unusable).level()).as(unusable.toString()).isEqualTo(Verdict.Level.FAIL);
            assertThat(verdict(unusable).finding()).startsWith(unusable + " cannot be used: ");
        }
        assertThat(verdict(directory.resolve("new/one")).level()).isEqualTo(Verdict.Level.OK);
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void whatWaitsAndWhatCouldNotBeReadIsWarnedOf() throws IOException {
        assertThat(verdict().level()).isEqualTo(Verdict.Level.OK);
        Files.createFile(directory.resolve("a-1.spool"));
        assertThat(verdict().level()).isEqualTo(Verdict.Level.WARN);
        assertThat(verdict().finding()).contains("in 1 file(s)");
        Files.createFile(directory.resolve("a-2.unreadable"));
        assertThat(verdict().level()).isEqualTo(Verdict.Level.WARN);
        assertThat(verdict().finding()).contains("1 batch(es) that could not be read and are not credited");
    }
}
