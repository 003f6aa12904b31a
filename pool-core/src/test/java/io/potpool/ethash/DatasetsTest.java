package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    private static final long MIB = 1 << 20;

    private static final long KILLED_BYTES = 40 * MIB;

    /** Four segments and a short one. */
    private static final LightCache CACHE = cache(0, 4 * MIB + 128 * 77);

    @TempDir
    private Path directory;

    private final Metrics metrics = new Metrics();
    private final List<DatasetProgress> reports = new CopyOnWriteArrayList<>();
    private final SplittableRandom random = new SplittableRandom(99);

    private static LightCache cache(int epoch, long datasetBytes) {
        return LightCache.build(new EthashEpoch(epoch, epoch), 1024, datasetBytes);
    }

    private Datasets inFiles() {
        return Datasets.inFiles(directory, 2, reports::add, metrics);
    }

    private static Dataset ready(Datasets datasets, LightCache cache) {
        datasets.prepare(cache);
        await().until(() -> datasets.ifReady(cache.epoch()).isPresent());
        return datasets.ifReady(cache.epoch()).orElseThrow();
    }

    static FullEngine.Source only(Dataset dataset) {
        return new FullEngine.Source() {
            @Override
            public Optional<Dataset> ifReady(EthashEpoch epoch) {
                return Optional.of(dataset);
            }

            @Override
            public void retire(Dataset wrong, String why) {
                throw new AssertionError(why);
            }
        };
    }

    /** Through the engine, in batches of several sizes, and one by one. */
    private void agree(Dataset dataset, LightCache cache) {
        HashEngine engine = new FullEngine(HashEngine.plain(), only(dataset));
        ShareBatch batch = new ShareBatch();
        for (int size : new int[] {1, 2, 17, 64}) {
            batch.clear();
            for (int i = 0; i < size; i++) {
                batch.add(new Hash256(random.nextLong(), 1, 2, i), new Nonce(random.nextLong()));
            }
            engine.hash(cache, batch);
            for (int i = 0; i < size; i++) {
                Hash256 header = new Hash256(
                        batch.headerWord(i, 0), batch.headerWord(i, 1), batch.headerWord(i, 2), batch.headerWord(i, 3));
                PowHash expected = Ethash.hash(cache, header, new Nonce(batch.nonce(i)));
                assertThat(batch.hash(i)).isEqualTo(expected);
                assertThat(dataset.hash(header, new Nonce(batch.nonce(i)))).isEqualTo(expected);
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path dag() {
        return directory.resolve("ethash-0-00000000.dag");
    }

    private static void overwrite(Path file, long position, int value) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(position);
            raw.write(value);
        }
    }

    @Test
    void aDatasetInAFileHashesLikeItsCache() throws IOException {
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, CACHE), CACHE);
            assertThat(files()).containsExactly("ethash-0-00000000.dag");
            assertThat(metrics.snapshot()).containsEntry("dataset.bytes", CACHE.datasetBytes());
        }
        assertThat(reports).last().matches(last -> last.itemsDone() == last.items() && last.percent() == 100);
    }

    @Test
    void aDatasetInTheHeapHashesLikeItsCache() {
        try (Datasets datasets = Datasets.inHeap(2, reports::add, metrics)) {
            agree(ready(datasets, CACHE), CACHE);
        }
    }

    @Test
    void aCompleteFileIsUsedAgainWithoutComputingAnything() {
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
        }
        reports.clear();
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, CACHE), CACHE);
        }
        assertThat(reports).isNotEmpty().allMatch(report -> report.itemsPerSecond() == 0);
    }

    @Test
    void aCorruptPageIsFoundAndComputedAnew() throws IOException {
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
        }
        byte[] good = Files.readAllBytes(dag());
        overwrite(dag(), good.length - 3 * MIB, good[(int) (good.length - 3 * MIB)] ^ 1);
        overwrite(dag(), good.length - 1, good[good.length - 1] ^ 0x80);
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, CACHE), CACHE);
        }
        assertThat(Files.readAllBytes(dag())).isEqualTo(good);
        assertThat(metrics.snapshot()).containsEntry("dataset.segmentsCorrupt", 2L);
        assertThat(metrics.snapshot()).containsEntry("dataset.segmentsComputed", 5L + 2);
    }

    @Test
    void aFileCutShortIsCompleted() throws IOException {
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
        }
        byte[] good = Files.readAllBytes(dag());
        try (RandomAccessFile raw = new RandomAccessFile(dag().toFile(), "rw")) {
            raw.setLength(good.length - 2 * MIB - 5);
        }
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, CACHE), CACHE);
        }
        assertThat(Files.readAllBytes(dag())).isEqualTo(good);
    }

    @Test
    void aFileOfAnotherChainsEpochIsReplaced() {
        LightCache other = cache(0, 2 * MIB);
        try (Datasets datasets = inFiles()) {
            ready(datasets, other);
        }
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, CACHE), CACHE);
        }
    }

    @Test
    void theTwoLastEpochsAreKept() throws IOException {
        try (Datasets datasets = inFiles()) {
            for (int epoch = 0; epoch < 4; epoch++) {
                LightCache cache = cache(epoch, MIB);
                agree(ready(datasets, cache), cache);
            }
            assertThat(datasets.ifReady(new EthashEpoch(1, 1))).isEmpty();
            assertThat(datasets.ifReady(new EthashEpoch(2, 2))).isPresent();
            await().untilAsserted(() -> assertThat(files()).hasSize(2));
        }
    }

    @Test
    void withoutRoomForItSharesAreHashedFromTheLightCache() {
        LightCache huge = cache(5, 200L << 30);
        try (Datasets datasets = inFiles()) {
            datasets.prepare(huge);
            await().until(() -> metrics.snapshot().getOrDefault("dataset.fault", 0L) == 1);
            assertThat(datasets.ifReady(huge.epoch())).isEmpty();
            HashEngine engine = HashEngines.full(HashEngine::plain, datasets).get();
            ShareBatch batch = new ShareBatch();
            batch.add(new Hash256(1, 2, 3, 4), new Nonce(5));
            engine.hash(huge, batch);
            assertThat(batch.hash(0)).isEqualTo(Ethash.hash(huge, new Hash256(1, 2, 3, 4), new Nonce(5)));
        }
        try (Datasets datasets = Datasets.inHeap(1, reports::add, metrics)) {
            datasets.prepare(huge);
            await().until(() -> metrics.snapshot().getOrDefault("dataset.fault", 0L) == 2);
        }
    }

    /** Computes a dataset until it is killed; prints a line once a part of it is there. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            Datasets datasets = Datasets.inFiles(
                    Path.of(args[0]),
                    1,
                    progress -> {
                        if (progress.itemsDone() > 0) {
                            System.out.println("begun");
                        }
                    },
                    new Metrics());
            datasets.prepare(cache(0, KILLED_BYTES));
            Thread.currentThread().join();
        }
    }

    @Test
    void aProcessKilledWhileComputingLosesAtMostTheSegmentUnderWay() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines().anyMatch("begun"::equals)).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        LightCache killed = cache(0, KILLED_BYTES);
        int there = 0;
        try (DatasetFile file = DatasetFile.open(directory, killed)) {
            for (int segment = 0; segment < file.segments(); segment++) {
                there += file.isClaimed(segment) ? 1 : 0;
            }
            assertThat(there).isPositive().isLessThan(file.segments());
        }
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, killed), killed);
        }
        assertThat(metrics.snapshot())
                .containsEntry("dataset.segmentsComputed", KILLED_BYTES / MIB - there)
                .doesNotContainKey("dataset.segmentsCorrupt");
    }

    @Test
    void aFileThatIsCutWhileItIsUsedIsRetiredAndHashedAroundAtOnce() throws IOException {
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
            HashEngine engine = HashEngines.full(HashEngine::plain, datasets).get();
            try (RandomAccessFile raw = new RandomAccessFile(dag().toFile(), "rw")) {
                raw.setLength(raw.length() - 4096);
            }
            ShareBatch batch = new ShareBatch();
            batch.add(new Hash256(1, 2, 3, 4), new Nonce(5));
            engine.hash(CACHE, batch);
            assertThat(batch.hash(0)).isEqualTo(Ethash.hash(CACHE, new Hash256(1, 2, 3, 4), new Nonce(5)));
            assertThat(datasets.ifReady(CACHE.epoch())).isEmpty();
            assertThat(metrics.snapshot()).containsEntry("dataset.fault", 1L);
        }
    }

    @Test
    void aDatasetThatDoesNotAgreeWithTheLightCacheIsRetired() throws IOException {
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
            byte[] garbage = new byte[(int) CACHE.datasetBytes()];
            try (RandomAccessFile raw = new RandomAccessFile(dag().toFile(), "rw")) {
                raw.seek(raw.length() - garbage.length);
                raw.write(garbage);
            }
            HashEngine engine = HashEngines.full(HashEngine::plain, datasets).get();
            ShareBatch batch = new ShareBatch();
            batch.add(new Hash256(1, 2, 3, 4), new Nonce(5));
            engine.hash(CACHE, batch);
            assertThat(batch.hash(0)).isEqualTo(Ethash.hash(CACHE, new Hash256(1, 2, 3, 4), new Nonce(5)));
            assertThat(datasets.ifReady(CACHE.epoch())).isEmpty();
        }
    }

    @Test
    void theNextEpochsFileSurvivesARestart() throws IOException {
        LightCache next = cache(1, MIB);
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
            ready(datasets, next);
        }
        try (Datasets datasets = inFiles()) {
            ready(datasets, CACHE);
            assertThat(files()).hasSize(2);
        }
    }

    @Test
    void closingStopsAndTheNextStartGoesOn() throws IOException, InterruptedException {
        LightCache large = cache(0, 48 * MIB);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch going = new CountDownLatch(1);
        Datasets stopped = Datasets.inFiles(
                directory,
                1,
                progress -> {
                    begun.countDown();
                    try {
                        going.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                },
                metrics);
        stopped.prepare(large);
        begun.await();
        Thread closing = new Thread(stopped::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        going.countDown();
        closing.join();
        assertThat(files()).containsExactly("ethash-0-00000000.part");
        reports.clear();
        try (Datasets datasets = inFiles()) {
            agree(ready(datasets, large), large);
        }
        assertThat(files()).containsExactly("ethash-0-00000000.dag");
    }
}
