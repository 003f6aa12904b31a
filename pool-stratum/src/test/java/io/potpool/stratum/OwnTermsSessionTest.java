package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.terms.LeaseTerms;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OwnTermsSessionTest {

    private static final VarDiffSettings QUICK = new VarDiffSettings(
            Duration.ofSeconds(10), Difficulty.ONE, Difficulty.of(1L << 36), 30, 300, 50, Duration.ofMillis(800));

    private final ScriptedPool pool = ScriptedPool.withGold();

    private static void login(TestMiner miner, String password) throws IOException {
        miner.call(TestMiner.SUBSCRIBE);
        miner.authorize(TestMiner.WALLET, password);
        assertThat(miner.next().get("method").asString()).isEqualTo("mining.set_difficulty");
        assertThat(miner.next().get("method").asString()).isEqualTo("mining.notify");
    }

    private static void mine(TestMiner miner, ScriptedPool pool, int shares) throws IOException {
        Set<Nonce> good = new HashSet<>(pool.good);
        for (int i = 0; i < shares; i++) {
            good.add(new Nonce(0xa2eea0L << 40 | i));
        }
        pool.good = Set.copyOf(good);
        for (int i = 0; i < shares; i++) {
            JsonNode answer = miner.call("{\"id\":50,\"method\":\"mining.submit\",\"params\":[\"" + TestMiner.WALLET
                    + "\",\"a2eea0fc12eb20c5815807\",\"" + String.format("%010x", i) + "\"]}");
            assertThat(answer.get("result").asBoolean()).isTrue();
        }
    }

    @Test
    void aFastMinersDifficultyRisesWithTheNextHeightAndIsAnnouncedRightBeforeItsJob() throws IOException {
        try (StratumServer server = Servers.start(pool, settings -> settings.varDiff(Optional.of(QUICK)));
                TestMiner miner = new TestMiner(server)) {
            login(miner, "x");
            mine(miner, pool, 50);
            await().until(() -> pool.count("stratum.difficultyChanges") > 0);
            pool.announce(Hash256.parse("33".repeat(32)), ScriptedPool.HEIGHT, false);
            JsonNode sameHeight = miner.next();
            assertThat(sameHeight.get("method").asString()).isEqualTo("mining.notify");

            pool.announce(Hash256.parse("22".repeat(32)), ScriptedPool.HEIGHT + 1, true);
            JsonNode difficulty = miner.next();
            assertThat(difficulty.get("method").asString()).isEqualTo("mining.set_difficulty");
            assertThat(difficulty.get("params").get(0).decimalValue()).isGreaterThan(BigDecimal.ONE);
            assertThat(miner.next().toString()).contains("22".repeat(32));
        }
    }

    @ParameterizedTest
    @CsvSource({"d=2, 2", "3.5, 3.5", "d=8G, 1.862645149230957", "'x;d=17179869184', 4"})
    void aPasswordDifficultyIsFixedWhateverTheSpeed(String password, BigDecimal expected) throws IOException {
        try (StratumServer server = Servers.start(pool, settings -> settings.varDiff(Optional.of(QUICK)));
                TestMiner miner = new TestMiner(server)) {
            login(miner, password);
            mine(miner, pool, 50);
            pool.announce(Hash256.parse("22".repeat(32)), ScriptedPool.HEIGHT + 1, true);
            assertThat(miner.next().get("params").get(0).decimalValue()).isEqualByComparingTo(expected);
            miner.next();
            await().during(Duration.ofMillis(1500)).until(() -> pool.count("stratum.difficultyChanges") == 0);
        }
    }

    @Test
    void vardiffNeverGoesBelowTheMinimumOfNiceHash() throws IOException {
        Difficulty minimum = Difficulty.of(1L << 32);
        StratumSettings settings = StratumSettings.builder()
                .listen(new java.net.InetSocketAddress(0))
                .niceHashMinimum(minimum)
                .build();
        io.potpool.terms.Lease lease = pool.reservePrefix(2, java.net.InetAddress.getLoopbackAddress());
        Port port = new Port(settings.ports.get(0), settings, new StratumMetrics(pool.metrics()));
        OwnTerms own = new OwnTerms(settings, port, lease, "x", true);
        assertThat(own.first().difficulty()).contains(minimum);
        own.announced(Difficulty.of(1 << 20), Difficulty.of(1 << 20), 0);
        for (int minute = 1; minute < 60; minute++) {
            assertThat(own.follow(minute * 60_000_000_000L, true)).isFalse();
        }
        assertThat(own.first().difficulty()).contains(minimum);
    }

    @Test
    void theBoundsOfAPortBindVardiffThere() throws IOException {
        StratumSettings settings = StratumSettings.builder()
                .port(PortSettings.at(new java.net.InetSocketAddress(0))
                        .passwordDifficulty(BigDecimal.valueOf(2), BigDecimal.valueOf(4))
                        .build())
                .varDiff(Optional.of(QUICK))
                .build();
        Port port = new Port(settings.ports.get(0), settings, new StratumMetrics(pool.metrics()));
        io.potpool.terms.Lease lease = pool.reservePrefix(3, java.net.InetAddress.getLoopbackAddress());
        OwnTerms own = new OwnTerms(settings, port, lease, "x", false);

        assertThat(own.first().difficulty()).contains(Difficulty.of(1L << 33));
        assertThat(port.varDiff.orElseThrow().maximum()).isEqualTo(Difficulty.of(1L << 34));
    }

    @Test
    void anExponentWithinTheBoundsIsAskedForBesideTheDifficulty() throws IOException {
        try (StratumServer server = Servers.start(
                        pool, settings -> settings.passwordExponent(new BigDecimal("0.3"), new BigDecimal("0.8")));
                TestMiner miner = new TestMiner(server)) {
            login(miner, "a=0.5,d=4");
            assertThat(pool.granted)
                    .containsExactly(
                            new LeaseTerms(Optional.of(Difficulty.of(1L << 34)), Optional.of(new BigDecimal("0.5"))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a=0.5, 0.5",
        "A=.75, .75",
        "'x;a=0.30', 0.30",
        "a=0.8 d=2, 0.8",
        "a=0.29,",
        "a=0.81,",
        "a=0.555,",
        "a=etchash,",
        "aa=0.5,",
        "a=1,",
        "a=-0.5,",
        "a=0.5x,",
        "0.5,"
    })
    void exponentsOutsideTheBoundsOrOfAnotherFormAreIgnored(String password, BigDecimal expected) {
        PasswordExponent bounds = new PasswordExponent(new BigDecimal("0.3"), new BigDecimal("0.8"));
        assertThat(bounds.parse(password)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void anExponentIsIgnoredWhereTheOperatorGivesNoBounds() throws IOException {
        try (StratumServer server = Servers.start(pool);
                TestMiner miner = new TestMiner(server)) {
            login(miner, "a=0.5");
            assertThat(pool.granted).containsExactly(LeaseTerms.DEFAULT);
        }
    }
}
