package io.potpool.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.spi.AuditReport;
import io.potpool.sqlite.SqliteAudit;
import io.potpool.testkit.contract.SampleShares;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own with a store that comes and goes, killed at any moment, again and again. */
class SpoolKillTest {

    private static final int ROUNDS = 6;
    private static final int MOST_LINES = 600;
    private static final long NONCES_A_ROUND = 1_000_000;

    @TempDir
    Path dir;

    @Test
    void everyShareAnsweredTrueIsCreditedOnceAfterKills() throws Exception {
        Random random = new Random(7);
        Set<Long> answered = new HashSet<>();
        boolean spooled = false;
        for (int round = 1; round <= ROUNDS; round++) {
            spooled |= killed(round, 20 + random.nextInt(MOST_LINES), answered);
        }
        assertThat(spooled).isTrue();
        try (SpooledPool pool = new SpooledPool(dir, 1, 0, told -> {})) {
            await().atMost(Duration.ofSeconds(60)).until(pool.spool::isEmpty);
        }
        AuditReport report = SqliteAudit.open(dir.resolve("store")).run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        Set<Long> stored = SpoolOutageTest.stored(dir);
        assertThat(stored).containsAll(answered);
        assertThat(report.totals().shares()).isEqualTo(stored.size());
        assertThat(answered.size()).isGreaterThan(ROUNDS * 20);
    }

    /** Runs a child until it has said so many lines; returns whether it has spooled. */
    private boolean killed(int round, int lines, Set<Long> answered) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolKillTest.class.getName(),
                        dir.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean spooled = false;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                spooled |= line.equals("=spooled");
                if (line.startsWith("=true ")) {
                    answered.add(Long.parseLong(line.substring(6)));
                }
                if (++seen == lines) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.onExit().join();
        return spooled;
    }

    /** Arguments: the directory and the round. */
    public static void main(String[] arguments) throws Exception {
        long round = Long.parseLong(arguments[1]);
        Random random = new Random(round);
        SpooledPool pool = new SpooledPool(Path.of(arguments[0]), round, 0, nonce -> say("true " + nonce));
        long nonce = round * NONCES_A_ROUND;
        while (true) {
            pool.line.away(random.nextInt(3) > 0);
            for (int burst = random.nextInt(12); burst > 0; burst--) {
                for (int shares = 1 + random.nextInt(20); shares > 0; shares--) {
                    while (!pool.offer(nonce)) {
                        Thread.onSpinWait();
                    }
                    nonce++;
                }
                while (pool.metrics.snapshot().get("journal.queued") > 0) {
                    Thread.onSpinWait();
                }
            }
            if (!pool.spool.isEmpty()) {
                say("spooled");
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println("=" + line);
        System.out.flush();
    }
}
