package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityTest {

    @TempDir
    Path dir;

    @Test
    void aServerThatLosesNothingHasNoWarning() {
        RedisDurability durability = RedisDurability.check(Stores.to(Stores.shared(Binaries.any())), "d");
        assertThat(durability.warnings()).isEmpty();
        assertThat(durability.unknown()).isEmpty();
        assertThat(durability.facts()).anyMatch(fact -> fact.contains("appendfsync always"));
    }

    @ParameterizedTest
    @CsvSource({
        "--appendonly yes --appendfsync everysec, the last second",
        "--appendonly yes --appendfsync no, half a minute",
        "--appendonly yes --appendfsync always --no-appendfsync-on-rewrite yes, while the server rewrites",
        "--appendonly no --save 3600 1, since its last snapshot",
        "--appendonly no --save '', balances included",
        "--appendonly yes --appendfsync always --maxmemory 50mb --maxmemory-policy allkeys-lru, throws balances away",
        "--appendonly yes --appendfsync always --maxmemory-policy volatile-lru, throws statistics"
    })
    void everyRiskHasAWarningOfItsOwn(String options, String warning) {
        List<String> all = List.of(options.split(" ")).stream()
                .map(option -> option.replace("''", ""))
                .toList();
        try (RedisProcess server = RedisProcess.start(Binaries.any(), all)) {
            assertThat(RedisDurability.check(Stores.to(server), "d").warnings())
                    .hasSize(1)
                    .allMatch(line -> line.contains(warning));
        }
    }

    @Test
    void whatTheServerDoesNotTellIsSaidToBeUnknown() throws Exception {
        Path rules = dir.resolve("users.acl");
        Files.writeString(rules, "user default on nopass ~* +@all -config\n");
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--aclfile", rules.toString())) {
            RedisDurability durability = RedisDurability.check(Stores.to(server), "d");
            assertThat(durability.unknown()).anyMatch(line -> line.startsWith("appendonly is unknown"));
            assertThat(durability.warnings()).isEmpty();
        }
    }

    @Test
    void waitingForReplicasThatAreNotThereIsWarnedOf() {
        RedisConnection connection =
                Stores.to(Stores.shared(Binaries.any())).withWaiting(new RedisWaiting(2, true, Duration.ofMillis(100)));
        assertThat(RedisDurability.check(connection, "d").warnings())
                .anyMatch(line -> line.contains("nothing is confirmed until there are more"));
    }
}
