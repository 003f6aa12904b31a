package io.potpool.spool;

import static io.potpool.support.SampleCredits.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.support.TestChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loss of power at every operation of the disk, with every fate of what was not forced. */
class SpoolCrashTest {

    private static final JournalId JOURNAL = new JournalId(5, 6);
    private static final int SEGMENT = 1024;
    private static final int SHARES = 3;

    @TempDir
    Path root;

    private final Set<Long> answered = new HashSet<>();
    private int commits;
    private boolean failedOver;

    /** One run of the pool against a disk, up to its end or the failure of the disk or of the process. */
    private final class Run {

        private final SegmentQueue queue;
        private final FiledNumbering numbering;
        private final CountingStore store;
        private final int dieAfterCommit;

        Run(Path dir, Disk disk, CountingStore store, int dieAfterCommit) throws IOException {
            HeadedFiles files = new HeadedFiles(dir, disk, "p 1");
            this.queue = new SegmentQueue(files, SEGMENT);
            this.numbering = new FiledNumbering(files);
            this.store = store;
            this.dieAfterCommit = dieAfterCommit;
        }

        void append(long sequence) throws IOException {
            queue.append(batch(JOURNAL, sequence, SHARES), TestChain.START.toEpochMilli());
            answered.add(sequence);
        }

        void drain(int count) throws Exception {
            for (int done = 0; done < count; ) {
                SegmentQueue.First first = queue.first(0).orElseThrow();
                try {
                    store.commit(numbering.of(first.batch()))
                            .toCompletableFuture()
                            .get();
                } catch (ExecutionException gap) {
                    assertThat(gap).hasCauseInstanceOf(SequenceGapException.class);
                    numbering.begin(first.batch());
                    continue;
                }
                if (++commits == dieAfterCommit) {
                    throw new IOException("killed");
                }
                queue.confirmed(first);
                done++;
            }
        }
    }

    /** Appends and drains; loses what the store has of batch 4 and later in the middle, if told to. */
    private void play(Run run, boolean failover) throws Exception {
        run.append(1);
        run.append(2);
        run.append(3);
        run.drain(2);
        run.append(4);
        run.append(5);
        run.drain(3);
        if (failover) {
            run.store.loseAllAfter(JOURNAL, 3);
            failedOver = true;
        }
        run.append(6);
        run.append(7);
        run.drain(1);
        run.append(8);
        run.append(9);
        run.drain(1);
        run.append(10);
        run.drain(3);
    }

    private void crash(int scene, FaultyDisk disk, int dieAfterCommit, boolean failover, int part, boolean deletions)
            throws Exception {
        Path dir = Files.createDirectory(root.resolve("scene" + scene));
        CountingStore store = new CountingStore();
        answered.clear();
        commits = 0;
        failedOver = false;
        try {
            play(new Run(dir, disk, store, dieAfterCommit), failover);
        } catch (IOException died) {
            assertThat(died).isNotNull();
        }
        disk.losePower(part, deletions);

        Metrics metrics = new Metrics();
        SpoolSettings settings = new SpoolSettings(dir, 1 << 20, Duration.ofMinutes(30), SEGMENT);
        try (Spool spool = Spool.open(settings, "p 1", () -> TestChain.START, metrics)) {
            spool.start(store);
            await().pollInterval(Duration.ofMillis(2)).until(spool::isEmpty);
        }
        List<Long> lost = failedOver ? List.of(4L, 5L) : List.of();
        for (long sequence : answered) {
            for (ShareCredit share : batch(JOURNAL, sequence, SHARES).shares()) {
                int times = store.timesCredited(share.key());
                assertThat(times)
                        .as(
                                "scene %s: batch %s, died after %s operations and %s commits, part %s, deletions %s",
                                scene, sequence, disk.operations.size(), commits, part, deletions)
                        .isBetween(lost.contains(sequence) ? 0 : 1, 1);
            }
        }
        assertThat(store.timesCreditedAtMost()).isEqualTo(1);
        try (var left = Files.list(dir)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly(SpoolDirectory.LOCK);
        }
    }

    private int operations(boolean failover) throws Exception {
        FaultyDisk disk = new FaultyDisk();
        play(new Run(Files.createTempDirectory(root, "whole"), disk, new CountingStore(), -1), failover);
        return disk.operations.size();
    }

    private void everyOperation(boolean failover) throws Exception {
        int scene = 0;
        int all = operations(failover);
        assertThat(all).isGreaterThan(20);
        for (int last = 1; last <= all; last++) {
            for (int part = 0; part <= 2; part++) {
                FaultyDisk disk = new FaultyDisk();
                disk.failBetween(last, Integer.MAX_VALUE);
                crash(++scene, disk, -1, failover, part, true);
                if (disk.hasDeleted()) {
                    FaultyDisk again = new FaultyDisk();
                    again.failBetween(last, Integer.MAX_VALUE);
                    crash(++scene, again, -1, failover, part, false);
                }
            }
        }
    }

    @Test
    void whereverTheDiskStopsEveryAnsweredShareIsCreditedOnce() throws Exception {
        everyOperation(false);
    }

    @Test
    void alsoWhenTheStoreLosesConfirmedBatchesInBetween() throws Exception {
        everyOperation(true);
    }

    @Test
    void alsoWhenTheProcessDiesBetweenTheStoresCommitAndItsNews() throws Exception {
        int scene = 0;
        for (int commit = 1; commit <= 10; commit++) {
            for (boolean failover : new boolean[] {true, false}) {
                for (boolean deletions : new boolean[] {true, false}) {
                    crash(++scene, new FaultyDisk(), commit, failover, 0, deletions);
                }
            }
        }
    }

    @Test
    void theMovesOfAJournalGoOnlyWhenItsBatchesCannotComeBack() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Run run = new Run(root, disk, new CountingStore(), -1);
        run.append(2);
        run.drain(1);
        int drained = disk.operations.size();
        assertThat(disk.operations.get(drained - 1)).isEqualTo("delete");
        run.numbering.close(run.queue);

        assertThat(disk.operations.subList(drained, disk.operations.size())).containsExactly("syncDirectory", "delete");
        assertThat(SpoolDirectory.list(root, SpoolDirectory.NUMBERS)).isEmpty();
    }

    @Test
    void afterAGapTheRestOfTheJournalGoesOnUnderNumbersThatARestartFindsAgain() throws Exception {
        CountingStore store = new CountingStore();
        CreditBatch third = batch(JOURNAL, 3, 1);
        HeadedFiles files = new HeadedFiles(root, new LocalDisk(), "p 1");
        FiledNumbering numbering = new FiledNumbering(files);
        assertThat(numbering.of(third)).isEqualTo(third);
        numbering.begin(third);
        CreditBatch moved = numbering.of(third);
        assertThat(moved.journal()).isNotEqualTo(JOURNAL);
        assertThat(moved.sequence()).isEqualTo(1);
        assertThat(numbering.of(batch(JOURNAL, 2, 1)).journal()).isEqualTo(JOURNAL);
        assertThat(store.commit(moved)).isCompleted();

        FiledNumbering again = new FiledNumbering(files);
        for (Path path : SpoolDirectory.list(root, SpoolDirectory.NUMBERS)) {
            again.recover(path);
        }
        assertThat(again.of(third)).isEqualTo(moved);
        assertThat(again.of(batch(JOURNAL, 9, 1)).sequence()).isEqualTo(7);
    }
}
