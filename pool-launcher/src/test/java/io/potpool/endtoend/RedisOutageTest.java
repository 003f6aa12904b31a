package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Wei;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.spi.AuditReport;
import io.potpool.spi.ShareKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four pool processes on one Redis that fails in every way: what was answered true is credited once. */
class RedisOutageTest {

    private static final int POOLS = 4;

    @TempDir
    Path dir;

    @Test
    void whatWasAnsweredTrueIsCreditedOnceWhateverRedisDoes() throws IOException {
        prove(20_000, 250, Duration.ofSeconds(3));
    }

    @Test
    @Tag("soak")
    void twoHundredThousandSharesAndAPauseOfTwentySeconds() throws IOException {
        prove(200_000, 500, Duration.ofSeconds(20));
    }

    private void prove(int shares, int rateOfEach, Duration pause) throws IOException {
        RedisServer redis = RedisServer.start(dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "");
        try (OutageScene scene = new OutageScene(dir, redis)) {
            scene.start(POOLS, shares / POOLS, rateOfEach);
            trouble(scene, shares / POOLS, pause);
            List<String> said = scene.awaitEnd();
            assertThat(said)
                    .noneMatch(line -> line.startsWith("spooled=0 "))
                    .allMatch(line -> line.contains("gaps=0 "));
            assertCreditedOnce(scene, ShareRows.read(OutageScene.settings(redis.port())), said);
        }
    }

    private static void trouble(OutageScene scene, int ofEach, Duration pause) throws IOException {
        RedisServer redis = scene.redis;
        scene.awaitTrue(ofEach / 10);
        redis.kill();
        scene.awaitTrue(ofEach * 15L / 100);
        redis.restart();
        scene.awaitTrue(ofEach / 4);
        redis.pause();
        await().pollDelay(pause).atMost(pause.plusSeconds(60)).until(() -> true);
        redis.resume();
        for (int percent : new int[] {60, 65, 70}) {
            scene.awaitTrue(ofEach * (long) percent / 100);
            assertThat(Integer.parseInt(redis.send("CLIENT", "KILL", "TYPE", "normal")))
                    .isPositive();
        }
        scene.awaitTrue(ofEach * 80L / 100);
        redis.kill();
        redis.restart();
    }

    private static void assertCreditedOnce(OutageScene scene, ShareRows rows, List<String> said) {
        Map<ShareKey, Integer> trues = new HashMap<>();
        Set<ShareKey> mayBeCredited = new HashSet<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Answers answers : scene.answers) {
            answers.trues.forEach(key -> trues.merge(key, 1, Integer::sum));
            mayBeCredited.addAll(answers.unrecorded);
            answers.counts.forEach((label, count) -> counts.merge(label, count, Integer::sum));
        }
        long answered = trues.values().stream().mapToLong(count -> count).sum();
        long second = answered - trues.size();

        assertThat(rows.twice()).as("credited twice").isEmpty();
        assertThat(missing(trues.keySet(), rows.credited.keySet()))
                .as("true, not credited")
                .isEmpty();
        mayBeCredited.addAll(trues.keySet());
        assertThat(missing(rows.credited.keySet(), mayBeCredited))
                .as("credited, not said")
                .isEmpty();
        assertThat(rows.keys).isEqualTo(rows.credited.keySet());
        assertThat(second).as("true by two processes").isPositive();
        trues.forEach((key, count) ->
                assertThat(rows.late.getOrDefault(key, 0)).as(key.toString()).isGreaterThanOrEqualTo(count - 1));
        assertThat(rows.lateWei).isZero();

        AuditReport audit = OutageScene.audit(scene.redis.port());
        assertThat(audit.faults()).isEmpty();
        assertThat(audit.totals().shares()).isEqualTo(rows.credited.size());
        assertThat(audit.totals().credited()).isEqualTo(new Wei(rows.wei));
        System.out.println("answers " + counts + "; " + answered + " true for " + trues.size() + " shares, " + second
                + " of them second; credited " + rows.credited.size() + ", late rows "
                + rows.late.values().stream().mapToInt(count -> count).sum() + ", audit ok; " + said);
    }

    private static Set<ShareKey> missing(Set<ShareKey> wanted, Set<ShareKey> there) {
        Set<ShareKey> missing = new HashSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }
}
