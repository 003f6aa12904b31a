package io.potpool.spool;

import static io.potpool.support.SampleCredits.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareKey;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestChain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches whose bytes are those that were written, by their checksum, and that no longer make shares. */
class UnreadableBatchTest {

    private static final JournalId JOURNAL = new JournalId(5, 6);
    private static final int HEAD = 36;

    @TempDir
    Path dir;

    private final Metrics metrics = new Metrics();
    private final MemoryStore store = new MemoryStore();

    private Spool open() {
        SpoolSettings settings = new SpoolSettings(dir, 1 << 20, Duration.ofMinutes(30));
        return Spool.open(settings, "classic 61", () -> TestChain.START, metrics);
    }

    /** Spools batches 1 to {@code batches}, and makes those of {@code unreadable} so. */
    private void spool(int batches, Set<Integer> unreadable) throws IOException {
        try (Spool spool = open()) {
            for (int sequence = 1; sequence <= batches; sequence++) {
                assertThat(spool.append(batch(JOURNAL, sequence, 3))).isTrue();
            }
        }
        Path file = files(".spool").get(0);
        List<byte[]> payloads = payloads(file);
        for (int sequence : unreadable) {
            byte[] payload = payloads.get(sequence - 1);
            Arrays.fill(payload, HEAD, payload.length, (byte) 0x7f);
        }
        rewrite(file, payloads);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static List<byte[]> payloads(Path path) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        try (DiskFile file = new LocalDisk().open(path)) {
            Optional<Frames.Found> found = Frames.next(file, 0, file.size());
            while (found.isPresent()) {
                payloads.add(found.get().payload());
                found = Frames.next(file, found.get().next(), file.size());
            }
        }
        return payloads;
    }

    /** Replaces all records of a file behind its header, each with a right checksum. */
    private static void rewrite(Path path, List<byte[]> payloads) throws IOException {
        long start;
        try (DiskFile file = new LocalDisk().open(path)) {
            start = Frames.next(file, 0, file.size()).orElseThrow().start();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(Files.readAllBytes(path), 0, (int) start);
        for (byte[] payload : payloads) {
            all.write(Frames.frame(payload).array());
        }
        Files.write(path, all.toByteArray());
    }

    private void drain() throws IOException {
        try (Spool spool = open()) {
            spool.eachKey((key, height) -> assertThat(height).isPositive());
            spool.start(store);
            await().until(spool::isEmpty);
        }
    }

    private List<ShareKey> credited() {
        return store.credits().stream().map(credit -> credit.key()).toList();
    }

    private static List<ShareKey> keysOf(int... sequences) {
        return Arrays.stream(sequences)
                .boxed()
                .flatMap(sequence -> batch(JOURNAL, sequence, 3).shares().stream())
                .map(share -> share.key())
                .toList();
    }

    @Test
    void theOthersAreCreditedAndTheStoreKnowsWhichOneIsMissing() throws IOException {
        spool(3, Set.of(2));
        drain();
        assertThat(credited()).containsExactlyElementsOf(keysOf(1, 3));
        assertThat(store.missing()).containsExactly(List.of(JOURNAL, 2L));
        assertThat(metrics.snapshot()).containsEntry("spool.unreadable", 1L);
        assertThat(files(".spool")).isEmpty();
        assertThat(files(".unreadable")).singleElement().asString().endsWith(JOURNAL + "-000000000002.unreadable");
    }

    @Test
    void theLastOfAJournalIsMissedThoughNoneComesBehindIt() throws IOException {
        spool(2, Set.of(2));
        drain();
        assertThat(store.missing()).containsExactly(List.of(JOURNAL, 2L));
    }

    @Test
    void renamedBackItIsCreditedByAProgramThatCanReadItUnderItsOwnNumber() throws IOException {
        spool(5, Set.of());
        List<byte[]> right = payloads(files(".spool").get(0));
        Files.delete(files(".spool").get(0));
        spool(5, Set.of(2, 4));
        drain();
        assertThat(credited()).containsExactlyElementsOf(keysOf(1, 3, 5));
        List<Path> apart = files(".unreadable");
        assertThat(apart).hasSize(2);
        assertThat(store.missing()).hasSize(2).startsWith(List.of(JOURNAL, 2L));
        // the fourth lies behind a gap, so it would have been the second of another journal
        assertThat(store.missing().get(1)).doesNotContain(JOURNAL).contains(2L);

        for (Path file : apart) {
            byte[] kept = payloads(file).get(0);
            byte[] source = right.get(file.toString().contains(JOURNAL.toString()) ? 1 : 3);
            System.arraycopy(source, HEAD, kept, HEAD, kept.length - HEAD);
            rewrite(file, List.of(kept));
            Files.move(file, Path.of(file.toString().replace(".unreadable", ".spool")));
        }
        drain();
        assertThat(credited()).containsExactlyInAnyOrderElementsOf(keysOf(1, 2, 3, 4, 5));
        assertThat(metrics.snapshot()).containsEntry("journal.gaps", 2L);
        assertThat(files(".spool")).isEmpty();
        assertThat(files(".unreadable")).isEmpty();
    }

    @Test
    void whatTheStoreHasAlreadyIsNotMissed() throws Exception {
        store.commit(batch(JOURNAL, 1, 3)).toCompletableFuture().get();
        store.commit(batch(JOURNAL, 2, 3)).toCompletableFuture().get();
        spool(3, Set.of(2));
        drain();
        assertThat(credited()).containsExactlyElementsOf(keysOf(1, 2, 3));
        assertThat(store.missing()).isEmpty();
        assertThat(metrics.snapshot()).doesNotContainKey("journal.gaps");
    }

    @Test
    void nothingGoesOnBeforeTheStoreKnows() throws IOException {
        spool(3, Set.of(1));
        store.hold();
        try (Spool spool = open()) {
            spool.start(store);
            await().until(() -> metrics.snapshot().getOrDefault("spool.unreadable", 0L) > 0);
            assertThat(spool.state().records()).isEqualTo(3);
            store.failNext(3);
            store.release();
            await().until(spool::isEmpty);
        }
        assertThat(store.missing()).containsExactly(List.of(JOURNAL, 1L));
        assertThat(metrics.snapshot()).containsEntry("spool.unreadable", 1L);
        assertThat(files(".unreadable")).hasSize(1);
        assertThat(credited()).containsExactlyElementsOf(keysOf(2, 3));
    }

    @Test
    void aRecordThatIsNoBatchAtAllIsDamageLikeAnyOther() throws IOException {
        spool(2, Set.of());
        Path file = files(".spool").get(0);
        List<byte[]> payloads = payloads(file);
        payloads.add(1, new byte[] {1, 2, 3});
        rewrite(file, payloads);
        drain();
        assertThat(credited()).containsExactlyElementsOf(keysOf(1, 2));
        assertThat(files(".damaged")).hasSize(1);
    }
}
