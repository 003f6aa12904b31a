package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real process on a real Redis, killed while its spool holds shares, and its next start in the same directory. */
class KilledInstanceIT {

    private static final int SHARES = 10;
    private static final long WEI_A_SHARE = 20_000_000_000L;
    private static final String REGISTER = "potpool:{etc}:instances";

    @TempDir
    Path dir;

    private SharedStore shared;
    private RedisServer redis;

    @BeforeEach
    void begin() throws IOException {
        shared = new SharedStore(dir);
        redis = shared.redis();
    }

    @AfterEach
    void end() {
        shared.close();
    }

    /** Returns the ids of the runs that a spool directory knows of. */
    private static List<String> runs(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".run"))
                    .map(name -> name.substring(0, name.length() - ".run".length()))
                    .toList();
        }
    }

    private String asAdmin(String... words) throws IOException {
        return redis.sendAs("admin", "change-me-admin", words);
    }

    private boolean isRegistered(String run) throws IOException {
        return asAdmin("HEXISTS", REGISTER, run).equals("1");
    }

    @Test
    void theNextStartTakesTheKilledRunOffTheRegisterAndReplaysItsSpoolOnce() throws Exception {
        Path spool =
                shared.config("several-machines.json", "eu-1", List.of(redis)).resolveSibling("spool");
        shared.config("several-machines.json", "eu-2", List.of(redis));
        shared.start();
        shared.awaitShares(SHARES);
        assertThat(runs(spool)).hasSize(1);
        String killed = runs(spool).get(0);
        assertThat(isRegistered(killed)).isTrue();

        redis.pause();
        shared.awaitShares(SHARES);
        assertThat(shared.spooled()).anyMatch(file -> file.startsWith(spool));
        shared.pools.get(0).kill();
        redis.resume();
        assertThat(shared.spooled()).anyMatch(file -> file.startsWith(spool));
        await().atMost(SharedStore.PATIENCE)
                .until(() -> asAdmin("HLEN", REGISTER).equals("2"));
        assertThat(isRegistered(killed)).isTrue();

        shared.restart(0);
        await().atMost(SharedStore.PATIENCE).until(() -> !isRegistered(killed));
        shared.awaitShares(SHARES);
        shared.awaitDrained();
        assertThat(asAdmin("HLEN", REGISTER)).isEqualTo("2");
        assertThat(runs(spool)).hasSize(1).doesNotContain(killed);

        long accepted = shared.stop();
        JsonNode audit = shared.audit();
        long credited = audit.at("/totals/shares").longValue();
        assertThat(credited).isGreaterThanOrEqualTo(accepted);
        assertThat(audit.at("/totals/creditedWei").stringValue()).isEqualTo(Long.toString(credited * WEI_A_SHARE));
        assertThat(asAdmin("HLEN", REGISTER)).isEqualTo("0");
        assertThat(runs(spool)).isEmpty();
    }
}
