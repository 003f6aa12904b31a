package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.RedisConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {

    private static ConfigResult redis(String members) {
        return Configs.top("\"redis\": {" + members + "}");
    }

    private static RedisConfig good(String members) {
        ConfigResult result = redis(members);
        assertThat(result.warnings()).isEmpty();
        return Configs.good(result).redis().orElseThrow();
    }

    @Test
    void withoutRedisTheStoreIsEmbedded() {
        assertThat(Configs.good(Configs.top("\"name\": \"x\"")).redis()).isEmpty();
        assertThat(Configs.good(redis("\"enabled\": false, \"endpoint\": \"h:1\""))
                        .redis())
                .isEmpty();
    }

    @Test
    void defaultsAreALocalServerAndTheChainsName() {
        RedisConfig redis = good("");

        assertThat(redis.mode()).isEqualTo(Mode.STANDALONE);
        assertThat(redis.endpoints()).containsExactly(new HostPort("127.0.0.1", 6379));
        assertThat(redis.prefix()).isEqualTo("classic");
        assertThat(redis.database()).isZero();
        assertThat(redis.poolSize()).isEqualTo(10);
        assertThat(redis.tls().on()).isFalse();
        assertThat(redis.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(redis.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(redis.waits()).isEqualTo(new RedisConfig.Wait(0, false, Duration.ofMillis(500)));
    }

    @Test
    void standaloneTakesEveryKey() {
        RedisConfig redis =
                good("\"mode\": \"standalone\", \"endpoints\": [\"redis.example.org:6380\"], \"user\": \"pool\","
                        + "\"database\": 3, \"poolSize\": 4, \"prefix\": \"etc-main\", \"tls\": true, \"caFile\": \"ca.pem\","
                        + "\"connectTimeout\": \"1s\", \"timeout\": \"1500ms\","
                        + "\"waitReplicas\": 1, \"waitTimeout\": \"200ms\", \"waitAof\": true");

        assertThat(redis.endpoints()).containsExactly(new HostPort("redis.example.org", 6380));
        assertThat(redis.user()).hasValue("pool");
        assertThat(redis.database()).isEqualTo(3);
        assertThat(redis.poolSize()).isEqualTo(4);
        assertThat(redis.prefix()).isEqualTo("etc-main");
        assertThat(redis.tls().on()).isTrue();
        assertThat(redis.tls().authority()).hasValue(Path.of("/pool/ca.pem"));
        assertThat(redis.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(redis.waits()).isEqualTo(new RedisConfig.Wait(1, true, Duration.ofMillis(200)));
        assertThat(redis.inWords()).isEqualTo("redis.example.org:6380, database 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"mode\": \"sentinel\", \"endpoints\"", "\"sentinelEnabled\": true, \"sentinelAddrs\""})
    void sentinelsAreGivenByTheFamilysKeysOrByClearOnes(String keys) {
        RedisConfig redis = good(keys + ": [\"10.0.0.1:26379\", \"10.0.0.2:26379\"], \"masterName\": \"mymaster\"");

        assertThat(redis.mode()).isEqualTo(Mode.SENTINEL);
        assertThat(redis.endpoints()).containsExactly(new HostPort("10.0.0.1", 26379), new HostPort("10.0.0.2", 26379));
        assertThat(redis.masterName()).hasValue("mymaster");
    }

    @Test
    void clusterIsGivenBySomeOfItsNodes() {
        RedisConfig redis = good("\"mode\": \"cluster\", \"endpoints\": [\"10.0.0.1:7000\", \"10.0.0.2:7000\"]");

        assertThat(redis.mode()).isEqualTo(Mode.CLUSTER);
        assertThat(redis.endpoints()).hasSize(2);
        assertThat(redis.inWords()).isEqualTo("the cluster of 10.0.0.1:7000, 10.0.0.2:7000");
    }

    @Test
    void absolutePathIsASocketWithOrWithoutNetworkUnix() {
        assertThat(good("\"endpoint\": \"/run/redis.sock\"").socket()).hasValue(Path.of("/run/redis.sock"));
        assertThat(good("\"network\": \"unix\", \"endpoint\": \"/run/redis.sock\"")
                        .socket())
                .hasValue(Path.of("/run/redis.sock"));
        assertThat(good("\"network\": \"tcp\", \"endpoint\": \"h:1\"").socket()).isEmpty();
    }

    @Test
    void coinIsThePrefixUnlessThereIsAClearerOne() {
        assertThat(Configs.good(Configs.top("\"coin\": \"eth\", \"redis\": {}"))
                        .redis()
                        .orElseThrow()
                        .prefix())
                .isEqualTo("eth");
        assertThat(Configs.good(Configs.top("\"coin\": \"eth\", \"redis\": {\"prefix\": \"etc\"}"))
                        .redis()
                        .orElseThrow()
                        .prefix())
                .isEqualTo("etc");
        assertThat(Configs.warnings(Configs.top("\"coin\": \"eth\"")))
                .singleElement()
                .asString()
                .contains("embedded store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "redis.mode | \"mode\": \"clustered\"",
                "redis.mode | \"mode\": 1",
                "redis.sentinelEnabled | \"mode\": \"cluster\", \"endpoints\": [\"h:1\"], \"sentinelEnabled\": true",
                "redis.masterName | \"mode\": \"sentinel\", \"endpoints\": [\"h:1\"]",
                "redis.sentinelAddrs | \"mode\": \"sentinel\", \"masterName\": \"m\"",
                "redis.endpoints | \"mode\": \"sentinel\", \"masterName\": \"m\", \"endpoints\": []",
                "redis.endpoints | \"mode\": \"cluster\"",
                "redis.endpoints | \"endpoints\": [\"h:1\", \"h:2\"]",
                "redis.endpoints | \"endpoint\": \"h:1\", \"endpoints\": [\"h:1\"]",
                "redis.endpoints | \"endpoints\": [6379]",
                "redis.endpoint | \"endpoint\": \"h\"",
                "redis.endpoint | \"endpoint\": \":6379\"",
                "redis.endpoint | \"endpoint\": \"h:0\"",
                "redis.endpoint | \"network\": \"unix\", \"endpoint\": \"redis.sock\"",
                "redis.network | \"network\": \"unix\"",
                "redis.database | \"database\": -1",
                "redis.database | \"mode\": \"cluster\", \"endpoints\": [\"h:1\"], \"database\": 1",
                "redis.poolSize | \"poolSize\": 1001",
                "redis.prefix | \"prefix\": \"a:b\"",
                "redis.prefix | \"prefix\": \"{a}\"",
                "redis.prefix | \"prefix\": \"\"",
                "redis.tls | \"endpoint\": \"/s\", \"tls\": true",
                "redis.tls | \"tls\": \"yes\"",
                "redis.certFile | \"tls\": true, \"certFile\": \"a.pem\"",
                "redis.keyFile | \"tls\": true, \"keyFile\": \"a.key\"",
                "redis.timeout | \"timeout\": \"0\"",
                "redis.connectTimeout | \"connectTimeout\": 5",
                "redis.waitReplicas | \"waitReplicas\": 17",
                "redis.waitTimeout | \"waitReplicas\": 1, \"waitTimeout\": \"0s\"",
                "redis.waitTimeout | \"waitReplicas\": 1, \"waitTimeout\": \"2s\"",
                "redis.passwordFile | \"password\": \"x\", \"passwordFile\": \"/pool/nothing\"",
            })
    void wrongValueIsOneErrorWithItsLine(String path, String members) {
        assertThat(Configs.errors(redis(members)))
                .anySatisfy(error -> assertThat(error).startsWith("line 2: " + path + ": "))
                .hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "redis.masterName | \"masterName\": \"m\"",
                "redis.endpoint | \"sentinelEnabled\": true, \"masterName\": \"m\", \"sentinelAddrs\": [\"h:1\"], \"endpoint\": \"h:2\"",
                "redis.caFile | \"caFile\": \"ca.pem\"",
                "redis.waitTimeout | \"waitTimeout\": \"1s\"",
            })
    void keyWithoutEffectIsOneWarning(String path, String members) {
        assertThat(Configs.warnings(redis(members))).singleElement().asString().startsWith("line 2: " + path + ": ");
    }

    @Test
    void sharesAreKeptForHoursInMemoryAndForDaysOnDisk() {
        assertThat(Configs.good(redis("")).shareKeep()).isEqualTo(Duration.ofHours(6));
        assertThat(Configs.good(Configs.top("\"name\": \"x\"")).shareKeep()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void misspeltKeyNamesTheNearest() {
        assertThat(Configs.errors(redis("\"endpiont\": \"h:1\"")))
                .containsExactly("line 2: redis.endpiont: unknown key; the nearest is \"endpoint\"");
        assertThat(Configs.errors(Configs.top("\"spool\": {\"maxbyte\": 1}")))
                .containsExactly("line 2: spool.maxbyte: unknown key; the nearest is \"maxBytes\"");
    }

    @Test
    void passwordComesFromAFileOrTheEnvironmentAndIsNeverPrinted(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("redis.txt"), "hunter2\n");
        Path file = directory.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", " + Configs.NODE + ", \"redis\": {\"passwordFile\": \"redis.txt\","
                        + "\"sentinelPassword\": \"hunter3\"}}");

        PoolConfig config = Configs.good(new ConfigReader(Map.of()).read(file));
        PoolConfig other = Configs.good(new ConfigReader(Map.of("POTPOOL_REDIS_PASSWORD", "hunter4")).read(file));

        assertThat(config.redis().orElseThrow().password().orElseThrow().reveal())
                .isEqualTo("hunter2");
        assertThat(other.redis().orElseThrow().password().orElseThrow().reveal())
                .isEqualTo("hunter4");
        assertThat(config.toString()).doesNotContain("hunter");
    }
}
