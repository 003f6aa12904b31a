package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.policy.PolicySettings;
import io.potpool.stratum.VarDiffSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyConfigTest {

    private static PolicySettings policy(String members) {
        return Configs.good(Configs.proxy("\"policy\": {" + members + "}")).policy();
    }

    private static LeaseConfig leases(String members) {
        return Configs.good(Configs.proxy(members)).leases();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"banning\": {}", "\"limits\": {}", "\"banning\": {\"timeout\": 1800}"})
    void whatIsNotSaidProtects(String members) {
        assertThat(policy(members)).isEqualTo(PolicySettings.DEFAULT);
    }

    @Test
    void everyKeyOfThePolicyIsHonoured() {
        PolicySettings given = policy("\"workers\": 3, \"resetInterval\": \"30m\", \"refreshInterval\": \"7s\","
                + "\"blacklist_file\": \"lists/black.json\", \"banning\": {\"enabled\": true, \"ipset\": \"\","
                + "\"timeout\": 60, \"invalidPercent\": 12.5, \"checkThreshold\": 99, \"malformedLimit\": 7,"
                + "\"fail2banCommand\": \"/usr/bin/ban --net %s/x  now\"}, \"limits\": {\"enabled\": true,"
                + "\"limit\": 11, \"grace\": \"2m\", \"limitJump\": 4, \"refill\": \"20s\", \"perAddress\": 77}");

        assertThat(given)
                .isEqualTo(new PolicySettings(
                        true,
                        Duration.ofMinutes(1),
                        new BigDecimal("12.5"),
                        99,
                        7,
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(7),
                        java.util.List.of("/usr/bin/ban", "--net", "{origin}/x", "now"),
                        3,
                        Optional.of(new PolicySettings.Limits(11, Duration.ofSeconds(20), 4, Duration.ofMinutes(2))),
                        77,
                        Optional.of(Path.of("/pool/lists/black.json"))));
    }

    @Test
    void aCommandWithoutAPlaceForTheAddressGetsItLast() {
        assertThat(policy("\"banning\": {\"fail2banCommand\": \"ban it\"}").banCommand())
                .containsExactly("ban", "it", "{origin}");
    }

    @Test
    void oneAddressMayHoldAQuarterOfAllConnections() {
        assertThat(Configs.good(Configs.proxy("\"stratum\": {\"maxConn\": 1000}"))
                        .policy()
                        .perAddress())
                .isEqualTo(250);
        assertThat(Configs.good(Configs.proxy("\"stratum\": {\"maxConn\": 10}"))
                        .policy()
                        .perAddress())
                .isEqualTo(64);
    }

    @Test
    void withoutLimitsOneAddressMayHoldEveryConnection() {
        PolicySettings unlimited = policy("\"limits\": {\"enabled\": false, \"limit\": 30, \"perAddress\": 9}");

        assertThat(unlimited.limits()).isEmpty();
        assertThat(unlimited.perAddress()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"banning\": {\"ipset\": \"-exist\"} | proxy.policy.banning.ipset",
                "\"banning\": {\"ipset\": \"a; rm x\"} | proxy.policy.banning.ipset",
                "\"banning\": {\"invalidPercent\": 0} | proxy.policy.banning.invalidPercent",
                "\"banning\": {\"invalidPercent\": 101} | proxy.policy.banning.invalidPercent",
                "\"banning\": {\"timeout\": 0} | proxy.policy.banning.timeout",
                "\"banning\": {\"checkThreshold\": 0} | proxy.policy.banning.checkThreshold",
                "\"workers\": 0 | proxy.policy.workers",
                "\"limits\": {\"limit\": 0} | proxy.policy.limits.limit",
                "\"limits\": {\"refill\": \"1ms\"} | proxy.policy.limits.refill",
                "\"blacklist_file\": \"\\u0000\" | proxy.policy.blacklist_file",
            })
    void aValueOutOfRangeIsAnErrorOfItsKey(String members, String key) {
        assertThat(Configs.errors(Configs.proxy("\"policy\": {" + members + "}")))
                .singleElement()
                .asString()
                .contains(key + ": ");
    }

    @Test
    void varDiffOfTheFamilyIsHonoured() {
        LeaseConfig given = leases("\"varDiff\": {\"minDiff\": 17179869184, \"maxDiff\": 68719476736,"
                + "\"targetTime\": 100, \"variancePercent\": 25, \"maxJump\": 40}");

        assertThat(given.varDiff())
                .contains(new VarDiffSettings(
                        Duration.ofSeconds(100),
                        Difficulty.of(17_179_869_184L),
                        Difficulty.of(68_719_476_736L),
                        25,
                        40,
                        40,
                        Duration.ofMinutes(1)));
        assertThat(given.exponents()).isEmpty();
    }

    @Test
    void varDiffIsOnUpToTheHighestPasswordDifficultyUnlessSwitchedOff() {
        VarDiffSettings own =
                leases("\"stratum\": {\"maxDiffFloat\": 2}").varDiff().orElseThrow();

        assertThat(own.maximum()).isEqualTo(Difficulty.of(1L << 33));
        assertThat(own.target()).isEqualTo(VarDiffSettings.DEFAULT.target());
        assertThat(leases("\"varDiff\": {\"enabled\": false, \"targetTime\": \"15s\"}")
                        .varDiff())
                .isEmpty();
    }

    @Test
    void exponentsByPasswordNeedBounds() {
        assertThat(leases("\"stratum\": {\"minPotA\": 0.3, \"maxPotA\": 0.8}").exponents())
                .contains(new LeaseConfig.Bounds(new BigDecimal("0.3"), new BigDecimal("0.8")));
        assertThat(leases("\"stratum\": {\"maxPotA\": 0.8}").exponents())
                .contains(new LeaseConfig.Bounds(BigDecimal.ZERO, new BigDecimal("0.8")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"varDiff\": {\"minDiff\": 2, \"maxDiff\": 1} | proxy.varDiff.maxDiff",
                "\"varDiff\": {\"targetTime\": 0} | proxy.varDiff.targetTime",
                "\"varDiff\": {\"targetTime\": \"2h\"} | proxy.varDiff.targetTime",
                "\"varDiff\": {\"minDiff\": 0} | proxy.varDiff.minDiff",
                "\"varDiff\": {\"variancePercent\": 100} | proxy.varDiff.variancePercent",
                "\"stratum\": {\"minPotA\": 1} | proxy.stratum.minPotA",
                "\"stratum\": {\"minPotA\": 0.5, \"maxPotA\": 0.4} | proxy.stratum.maxPotA",
            })
    void aWrongValueOfALeaseIsAnErrorOfItsKey(String members, String key) {
        assertThat(Configs.errors(Configs.proxy(members)))
                .singleElement()
                .asString()
                .contains(key + ": ");
    }
}
