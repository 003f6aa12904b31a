package io.potpool.spool;

import static io.potpool.support.SampleCredits.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareKey;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFilesTest {

    private static final JournalId JOURNAL = new JournalId(5, 6);
    private static final String POOL = "classic 61";

    @TempDir
    Path dir;

    private final Metrics metrics = new Metrics();
    private Instant now = TestChain.START;

    private SpoolSettings settings() {
        return new SpoolSettings(dir, 1 << 20, Duration.ofMinutes(30));
    }

    private Spool open() {
        return open(settings());
    }

    private Spool open(SpoolSettings settings) {
        return Spool.open(settings, POOL, () -> now, metrics);
    }

    private void spool(int batches) throws IOException {
        try (Spool spool = open()) {
            for (int sequence = 1; sequence <= batches; sequence++) {
                assertThat(spool.append(batch(JOURNAL, sequence, 3))).isTrue();
            }
        }
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }

    private Path only() throws IOException {
        List<Path> all = files(".spool");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<ShareKey> keys(Spool spool) {
        List<ShareKey> keys = new ArrayList<>();
        spool.eachKey((key, height) -> keys.add(key));
        return keys;
    }

    private static List<ShareKey> keysOf(int... sequences) {
        List<ShareKey> keys = new ArrayList<>();
        for (int sequence : sequences) {
            batch(JOURNAL, sequence, 3).shares().forEach(share -> keys.add(share.key()));
        }
        return keys;
    }

    @Test
    void whatAnEarlierRunSpooledIsFoundWithItsKeysAndHeights() throws IOException {
        spool(3);

        try (Spool spool = open()) {
            assertThat(spool.state().records()).isEqualTo(3);
            assertThat(keys(spool)).isEqualTo(keysOf(1, 2, 3));
            assertThat(spool.lowestHeight()).hasValue(101);
            assertThat(spool.highestFound()).isEqualTo(103);
        }
    }

    @Test
    void aTailTornAtAnyByteOfTheLastBatchIsCutAndTheOthersStay() throws IOException {
        spool(2);
        long two = Files.size(only());
        byte[] whole = Files.readAllBytes(only());
        spool(0);
        Files.delete(only());
        spool(3);
        Path file = only();
        byte[] three = Files.readAllBytes(file);
        assertThat(three.length).isGreaterThan(whole.length);

        for (long length = two; length < three.length; length++) {
            Files.write(file, Arrays.copyOf(three, (int) length));
            try (Spool spool = open()) {
                assertThat(keys(spool)).as("cut at byte %s", length).isEqualTo(keysOf(1, 2));
            }
            assertThat(Files.size(file)).isEqualTo(two);
        }
    }

    @Test
    void aTailOfOtherBytesIsCut() throws IOException {
        spool(2);
        byte[] right = Files.readAllBytes(only());
        for (int extra : new int[] {1, 11, 12, 13, 5000}) {
            Files.write(only(), Arrays.copyOf(right, right.length + extra));
            try (Spool spool = open()) {
                assertThat(keys(spool)).isEqualTo(keysOf(1, 2));
            }
            assertThat(Files.readAllBytes(only())).isEqualTo(right);
        }
    }

    @Test
    void damageInTheMiddleLosesThatBatchAloneAndItsFileIsKept() throws IOException {
        spool(3);
        Path file = only();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        MemoryStore store = new MemoryStore();

        try (Spool spool = open()) {
            assertThat(keys(spool)).isEqualTo(keysOf(1, 3));
            spool.start(store);
            await().until(spool::isEmpty);
        }
        assertThat(store.credits().stream().map(credit -> credit.key())).containsExactlyElementsOf(keysOf(1, 3));
        assertThat(metrics.snapshot()).containsEntry("journal.gaps", 1L);
        assertThat(files(".damaged")).hasSize(1);
        assertThat(files(".spool")).isEmpty();
    }

    @Test
    void filesOfOthersAreRefusedByNameAndLeftAsTheyAre() throws IOException {
        spool(1);
        Path own = only();
        byte[] right = Files.readAllBytes(own);
        byte[] newer = right.clone();
        newer[11] = 2;
        byte[] damaged = right.clone();
        damaged[20] ^= 1;
        refused(own, "not a spool at all, but somebody's notes".getBytes(), "is not a file of a spool");
        refused(own, new byte[0], "is not a file of a spool");
        refused(own, newer, "newer version (format 2)");
        refused(own, damaged, "damaged header");

        Files.write(own, right);
        assertThatThrownBy(() -> Spool.open(settings(), "mordor 63", () -> now, metrics))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("belongs to the pool of classic 61, this is the pool of mordor 63");
        try (Spool spool = open()) {
            assertThat(keys(spool)).isEqualTo(keysOf(1));
        }
    }

    private void refused(Path file, byte[] content, String why) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(this::open)
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(why);
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    @Test
    void aFileWhoseCreationWasNotFinishedIsRemovedAndAnythingElseIsLeft() throws IOException {
        Path unfinished = Files.writeString(dir.resolve("0-1.spool.new"), "POTSP");
        Path other = Files.writeString(dir.resolve("notes.new"), "mine");
        open().close();

        assertThat(unfinished).doesNotExist();
        assertThat(other).hasContent("mine");
    }

    @Test
    void theDirectoryIsOneSpoolsAlone() throws IOException {
        try (Spool first = open()) {
            assertThat(first.isEmpty()).isTrue();
            assertThatThrownBy(this::open).isInstanceOf(SpoolException.class).hasMessageContaining("in use");
        }
        open().close();
    }

    @Test
    void manyFilesAreReplayedInOrderAndGoWhenTheyAreConfirmed() throws IOException {
        SpoolSettings small = new SpoolSettings(dir, 1 << 20, Duration.ofMinutes(30), 1024);
        MemoryStore store = new MemoryStore();
        try (Spool spool = open(small)) {
            for (int sequence = 1; sequence <= 40; sequence++) {
                spool.append(batch(JOURNAL, sequence, 3));
            }
            assertThat(files(".spool").size()).isGreaterThan(10);
            spool.start(store);
            await().until(spool::isEmpty);
            assertThat(spool.state().bytes()).isZero();
            assertThat(spool.lowestHeight()).isEmpty();
        }
        assertThat(files(".spool")).isEmpty();
        assertThat(store.attempts()).isSorted().hasSize(40);
        assertThat(store.credits()).hasSize(120);
    }

    @Test
    void pastItsBytesNothingIsTakenUntilTheStoreHasSome() throws IOException {
        SpoolSettings small = new SpoolSettings(dir, SpoolSettings.LEAST_BYTES, Duration.ofMinutes(30));
        try (Spool spool = open(small)) {
            long sequence = 1;
            while (spool.append(batch(JOURNAL, sequence, 20))) {
                sequence++;
                assertThat(sequence).isLessThan(1000);
            }
            assertThat(spool.refuses()).isTrue();
            assertThat(spool.state().refusing())
                    .hasValueSatisfying(why -> assertThat(why).contains("spool.maxBytes"));
            assertThat(metrics.snapshot()).containsEntry("spool.refused{bytes}", 1L);
            spool.start(new MemoryStore());
            await().until(() -> !spool.refuses());
            assertThat(spool.append(batch(JOURNAL, sequence, 20))).isTrue();
        }
    }

    @Test
    void pastItsAgeNothingIsTaken() throws IOException {
        try (Spool spool = open()) {
            spool.append(batch(JOURNAL, 1, 1));
            now = now.plus(Duration.ofMinutes(30));
            assertThat(spool.refuses()).isFalse();
            now = now.plusMillis(1);
            assertThat(spool.refuses()).isTrue();
            assertThat(spool.append(batch(JOURNAL, 2, 1))).isFalse();
            assertThat(spool.state().refusing())
                    .hasValueSatisfying(why -> assertThat(why).contains("spool.maxAge"));
            assertThat(spool.state().oldest()).isEqualTo(Duration.ofMinutes(30).plusMillis(1));
            assertThat(metrics.snapshot())
                    .containsEntry("spool.refused{age}", 1L)
                    .containsEntry("spool.oldestSeconds", 1800L);
        }
    }

    @Test
    void aFullDiskRefusesAndTakesAgainWhenThereIsRoom() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        try (Spool spool = Spool.open(settings(), POOL, () -> now, metrics, disk)) {
            assertThat(spool.append(batch(JOURNAL, 1, 3))).isTrue();
            disk.failFromNowOn();
            assertThat(spool.append(batch(JOURNAL, 2, 3))).isFalse();
            assertThat(spool.append(batch(JOURNAL, 2, 3))).isFalse();
            assertThat(spool.refuses()).isTrue();
            assertThat(spool.state().refusing())
                    .hasValueSatisfying(why -> assertThat(why).contains("No space left"));
            disk.heal();
            assertThat(spool.append(batch(JOURNAL, 2, 3))).isTrue();
            assertThat(spool.refuses()).isFalse();
        }
        assertThat(metrics.snapshot())
                .containsEntry("spool.fault", 2L)
                .containsEntry("spool.refused{disk}", 1L)
                .containsEntry("spool.appended", 6L);
        try (Spool spool = open()) {
            assertThat(keys(spool)).isEqualTo(keysOf(1, 2));
        }
    }
}
