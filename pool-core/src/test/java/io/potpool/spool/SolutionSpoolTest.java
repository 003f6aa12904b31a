package io.potpool.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.support.TestChain;
import io.potpool.work.Solution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolutionSpoolTest {

    @TempDir
    Path dir;

    private final Metrics metrics = new Metrics();

    private Spool open() {
        return Spool.open(SpoolSettings.of(dir), "p 1", () -> TestChain.START, metrics);
    }

    private static Solution solution(long nonce) {
        return new Solution(
                new Hash256(1, 2, 3, nonce),
                new Nonce(nonce),
                new Hash256(9, 9, 9, 9),
                100 + nonce,
                Difficulty.MAX,
                "node \u00e4",
                TestChain.ALICE,
                "w",
                TestChain.START.plusNanos(nonce));
    }

    private static void keep(Spool spool, long nonce) throws Exception {
        spool.solutions().keep(solution(nonce)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatWasKeptIsThereExactlyAfterARestart() throws Exception {
        try (Spool spool = open()) {
            keep(spool, 1);
            keep(spool, 2);
            keep(spool, 2);
        }

        try (Spool spool = open()) {
            assertThat(spool.solutions().kept()).containsExactly(solution(1), solution(2));
            keep(spool, 3);
            assertThat(spool.solutions().kept()).hasSize(3);
        }
    }

    @Test
    void whatTheStoreHasRecordedIsNotThereAfterARestart() throws Exception {
        try (Spool spool = open()) {
            keep(spool, 1);
            spool.solutions().recorded(solution(1));
            await().until(() -> spool.solutions().kept().isEmpty());
        }

        try (Spool spool = open()) {
            assertThat(spool.solutions().kept()).isEmpty();
        }
    }

    @Test
    void aTornTailIsCut() throws Exception {
        try (Spool spool = open()) {
            keep(spool, 1);
            keep(spool, 2);
        }
        Path file = dir.resolve("solutions.spooled");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        try (Spool spool = open()) {
            assertThat(spool.solutions().kept()).containsExactly(solution(1));
            keep(spool, 3);
        }
        try (Spool spool = open()) {
            assertThat(spool.solutions().kept()).containsExactly(solution(1), solution(3));
        }
    }

    @Test
    void aDiskThatFailsIsCountedAndToldToWhoAsks() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        disk.failFromNowOn();
        try (Spool spool = Spool.open(SpoolSettings.of(dir), "p 1", () -> TestChain.START, metrics, disk)) {
            var kept = spool.solutions().keep(solution(1)).toCompletableFuture();
            await().until(kept::isDone);
            assertThat(kept).isCompletedExceptionally();
            assertThat(metrics.snapshot()).containsEntry("spool.fault", 1L);
        }
    }
}
