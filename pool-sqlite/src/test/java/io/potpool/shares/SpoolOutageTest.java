package io.potpool.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.spi.AuditReport;
import io.potpool.spi.ShareKey;
import io.potpool.sqlite.SqliteAudit;
import io.potpool.testkit.Generator;
import io.potpool.testkit.contract.SampleShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages as a seed has them, over a real store: every share answered true is credited once, and the audit adds up. */
class SpoolOutageTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final AtomicInteger directories = new AtomicInteger();
    private long spooled;

    @Test
    void whateverTheStoreDoesEveryAnsweredShareIsCreditedOnce() {
        Generator.forAll(6, 6, this::play);

        assertThat(spooled).isPositive();
    }

    private void play(Generator generator) throws Exception {
        Path dir = Files.createDirectory(root.resolve("run" + directories.incrementAndGet()));
        Set<Long> answered = ConcurrentHashMap.newKeySet();
        AtomicInteger answers = new AtomicInteger();
        long nonce = 1;
        for (int runs = generator.ints(1, 3); runs > 0; runs--) {
            try (SpooledPool pool = new SpooledPool(dir, generator.anyLong(), 1, told -> {
                answered.add(told);
                answers.incrementAndGet();
            })) {
                for (int phase = generator.ints(1, 5); phase > 0; phase--) {
                    pool.line.away(generator.booleans());
                    for (int bursts = generator.ints(1, 8); bursts > 0; bursts--) {
                        for (int shares = generator.ints(1, 40); shares > 0; shares--) {
                            assertThat(pool.offer(nonce++)).isTrue();
                        }
                        long offered = nonce - 1;
                        if (generator.booleans()) {
                            await().atMost(LONG)
                                    .pollInterval(Duration.ofMillis(5))
                                    .until(() -> answers.get() == offered);
                        }
                    }
                }
                long offered = nonce - 1;
                await().atMost(LONG).until(() -> answers.get() == offered);
                pool.line.away(generator.booleans());
                spooled += pool.metrics.snapshot().getOrDefault("spool.appended", 0L);
            }
        }
        settle(dir);
        sound(dir, answered, nonce - 1);
    }

    private static void settle(Path dir) throws IOException {
        try (SpooledPool pool = new SpooledPool(dir, 1, 0, told -> {})) {
            await().atMost(LONG).until(pool.spool::isEmpty);
        }
    }

    private static void sound(Path dir, Set<Long> answered, long offered) throws IOException {
        assertThat(answered).hasSize((int) offered);
        AuditReport report = SqliteAudit.open(dir.resolve("store")).run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        assertThat(report.totals().shares()).isEqualTo(offered);
        assertThat(stored(dir)).isEqualTo(answered);
    }

    static Set<Long> stored(Path dir) throws IOException {
        try (SpooledPool pool = new SpooledPool(dir, 1, 0, told -> {})) {
            return pool.store.shares().keysFrom(0).stream()
                    .map(ShareKey::nonce)
                    .map(nonce -> nonce.value())
                    .collect(Collectors.toSet());
        }
    }
}
