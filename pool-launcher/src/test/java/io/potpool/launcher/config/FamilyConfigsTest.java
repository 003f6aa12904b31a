package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.policy.PolicySettings;
import io.potpool.rewards.LagRule;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyConfigsTest {

    private static ConfigResult example(String name) throws IOException {
        try (InputStream in = FamilyConfigsTest.class.getResourceAsStream("examples/" + name + ".json")) {
            return Configs.read(in.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pot", "sammy", "core-pool", "friends", "oetc26"})
    void exampleOfTheFamilyLoadsWithOnlyWarnings(String name) throws IOException {
        ConfigResult result = example(name);

        assertThat(result.errors()).isEmpty();
        assertThat(result.config()).isPresent();
        assertThat(result.warnings()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(result.warnings()).extracting(Finding::path).doesNotHaveDuplicates();
        assertThat(result.warnings())
                .allSatisfy(warning -> assertThat(warning.line()).isBetween(1, 200));
    }

    @Test
    void valuesOfThePotExampleAreHonoured() throws IOException {
        PoolConfig config = Configs.good(example("pot"));

        assertThat(config.name()).isEqualTo("main");
        assertThat(config.verifier().threads()).hasValue(2);
        assertThat(config.terms().difficulty()).isEqualTo(Difficulty.of(2_000_000_000));
        assertThat(config.terms().reward().fee()).isEqualTo(new BigDecimal("0.015"));
        assertThat(config.terms().reward().a()).isEqualTo(new BigDecimal("0.8"));
        assertThat(config.terms().reward().cap()).isEqualTo(new BigDecimal("1.5"));
        assertThat(config.terms().reward().lag()).isEqualTo(LagRule.UNCLE);
        assertThat(config.terms().reward().schemeId()).isEqualTo("pot");
        assertThat(config.serves()).isTrue();
        assertThat(config.stratum())
                .isEqualTo(new StratumConfig(
                        new HostPort("0.0.0.0", 3333),
                        0,
                        255,
                        OptionalInt.of(2),
                        new BigDecimal("0.4"),
                        new BigDecimal("1000"),
                        Duration.ofSeconds(120),
                        8192));
        assertThat(config.policy())
                .isEqualTo(new PolicySettings(
                        false,
                        Duration.ofMinutes(30),
                        BigDecimal.valueOf(30),
                        30,
                        5,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        List.of("sudo", "-n", "ipset", "add", "blacklist", "{origin}", "timeout", "{seconds}", "-!"),
                        8,
                        Optional.empty(),
                        Integer.MAX_VALUE,
                        Optional.empty()));
        assertThat(config.nodes().upstreams())
                .extracting(NodesConfig.Upstream::name)
                .containsExactly("main", "backup");
        assertThat(config.nodes().pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.nodes().checkInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.nodes().notifyListen()).hasValue(new HostPort("127.0.0.1", 8888));
        assertThat(config.shareKeep()).isEqualTo(Duration.ofHours(6));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/pool/data"));
    }

    @Test
    void defaultsAreThoseOfThePotExample() throws IOException {
        PoolConfig given = Configs.good(example("pot"));
        PoolConfig bare = Configs.good(Configs.read("{\"network\": \"classic\", " + Configs.NODE + "}"));

        assertThat(bare.terms()).isEqualTo(given.terms());
        assertThat(bare.stratum().listen()).isEqualTo(given.stratum().listen());
        assertThat(bare.stratum().timeout()).isEqualTo(given.stratum().timeout());
        assertThat(bare.stratum().maxSessions()).isEqualTo(given.stratum().maxSessions());
        assertThat(bare.nodes().pollInterval()).isEqualTo(given.nodes().pollInterval());
        assertThat(bare.nodes().checkInterval()).isEqualTo(given.nodes().checkInterval());
        assertThat(bare.nodes().upstreams().get(0).timeout())
                .isEqualTo(given.nodes().upstreams().get(0).timeout());
        assertThat(bare.nodes().notifyListen()).isEmpty();
    }

    @Test
    void redisOfThePotExampleIsHonoured() throws IOException {
        PoolConfig config = Configs.good(example("pot"));
        RedisConfig redis = config.redis().orElseThrow();

        assertThat(redis.mode()).isEqualTo(RedisConfig.Mode.STANDALONE);
        assertThat(redis.socket()).hasValue(Path.of("/var/run/redis.sock"));
        assertThat(redis.endpoints()).isEmpty();
        assertThat(redis.poolSize()).isEqualTo(10);
        assertThat(redis.database()).isZero();
        assertThat(redis.password()).isEmpty();
        assertThat(redis.prefix()).isEqualTo("eth");
        assertThat(config.spool().sickAfter()).hasValue(new SpoolConfig.Outage(100, Duration.ofSeconds(3)));
        assertThat(config.spool().patience()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void redisOfTheFriendsExampleIsOneServer() throws IOException {
        RedisConfig redis = Configs.good(example("friends")).redis().orElseThrow();

        assertThat(redis.mode()).isEqualTo(RedisConfig.Mode.STANDALONE);
        assertThat(redis.endpoints()).containsExactly(new HostPort("127.0.0.1", 6379));
        assertThat(redis.masterName()).isEmpty();
    }

    @Test
    void bundledExampleOfThisPoolLoadsWithoutAWord() {
        ConfigResult result = new ConfigReader(Map.of()).read(Path.of("src/main/dist/conf/config.example.json"));

        assertThat(result.errors()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void bundledExampleNamesEveryKeyThatIsHonoured() throws IOException {
        String example = Files.readString(Path.of("src/main/dist/conf/config.example.json"));
        try (InputStream in = KnownKeys.class.getResourceAsStream("keys.txt")) {
            List<String> honoured = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .filter(words -> words.length > 1 && words[1].equals("read"))
                    .map(words -> words[0])
                    .toList();

            assertThat(honoured)
                    .hasSizeGreaterThan(100)
                    .allSatisfy(path -> assertThat(path.split("\\."))
                            .filteredOn(key -> !key.equals("*"))
                            .allSatisfy(key -> assertThat(example).contains('"' + key.replace("[]", "") + '"')));
        }
    }
}
