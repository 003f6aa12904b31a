package io.potpool.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.ethash.EthashEpoch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetChecksTest {

    private static final EthashEpoch EPOCH = new EthashEpoch(420, 840);
    private static final long DATASET = EPOCH.datasetBytes();
    private static final long GIB = 1L << 30;
    private static final long PLENTY = 64 * GIB;

    private final DatasetChecks checks = new DatasetChecks(EPOCH);

    @TempDir
    private Path directory;

    private Verdict.Level file(long free, long there, long memory) {
        return checks.file(directory, free, there, memory).level();
    }

    @Test
    void twoDatasetsAndTheSpareMustFitTheDisk() {
        assertThat(file(2 * DATASET + GIB / 4, 0, PLENTY)).isEqualTo(Verdict.Level.OK);
        assertThat(file(2 * DATASET + GIB / 4 - 1, 0, PLENTY)).isEqualTo(Verdict.Level.WARN);
    }

    @Test
    void whatIsThereNeedsNoRoomAgain() {
        assertThat(file(DATASET + GIB / 4, DATASET, PLENTY)).isEqualTo(Verdict.Level.OK);
        assertThat(file(DATASET + GIB / 4, DATASET - 1, PLENTY)).isEqualTo(Verdict.Level.WARN);
        assertThat(file(0, 2 * DATASET, PLENTY)).isEqualTo(Verdict.Level.OK);
    }

    @Test
    void aMissingDiskIsNamedByHowMuch() {
        Verdict verdict = checks.file(directory, 2 * DATASET + GIB / 4 - (100 << 20), 0, PLENTY);
        assertThat(verdict.remedy()).startsWith("free 100 MiB of disk space");
    }

    @Test
    void aDatasetMustFitTheMemoryBesideTheHeap() {
        assertThat(file(PLENTY, 0, DATASET + GIB / 4)).isEqualTo(Verdict.Level.OK);
        assertThat(file(PLENTY, 0, DATASET + GIB / 4 - 1)).isEqualTo(Verdict.Level.WARN);
        assertThat(file(PLENTY, 0, -1)).isEqualTo(Verdict.Level.OK);
    }

    @Test
    void filesOfDatasetsAreFoundAndOthersAreNot() throws IOException {
        sparse("ethash-420-0123abcd.dag", 3 * GIB);
        sparse("ethash-421-0123abcd.part", GIB);
        sparse("potpool.db", GIB);
        assertThat(checks.file(directory).finding()).contains(", 4096 MiB there;");
    }

    private void sparse(String name, long bytes) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeFails() throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        assertThat(checks.file(taken).level()).isEqualTo(Verdict.Level.FAIL);
    }

    @Test
    void theHeapMustHoldTwo() {
        long beside = 3 * EPOCH.cacheBytes() + GIB / 4;
        assertThat(checks.heap(2 * DATASET + beside).level()).isEqualTo(Verdict.Level.OK);
        assertThat(checks.heap(2 * DATASET + beside - 1))
                .satisfies(verdict -> assertThat(verdict.level()).isEqualTo(Verdict.Level.WARN))
                .satisfies(verdict -> assertThat(verdict.finding()).contains("one fits"))
                .satisfies(verdict -> assertThat(verdict.remedy()).startsWith("JAVA_OPTS=-Xmx10g"));
        assertThat(checks.heap(DATASET + beside - 1).finding()).contains("none fits");
    }

    @Test
    void theHeapOfTheLaunchersDefaultHoldsNone() {
        assertThat(checks.heap(GIB))
                .satisfies(verdict -> assertThat(verdict.level()).isEqualTo(Verdict.Level.WARN))
                .satisfies(verdict -> assertThat(verdict.finding()).startsWith("the heap may grow to 1024 MiB"));
    }
}
