package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.chain.UncleRule;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainConfigTest {

    private static ConfigResult chain(String network, String more) {
        return Configs.read(
                "{\"network\": " + network + ", " + Configs.NODE + ", \"proxy\": {" + Configs.PAY + "}" + more + "}");
    }

    @Test
    void inlineChainSaysAllOfAChain() {
        String network = """
                {"name": "mine", "chainId": 1337, "ecip1099": 60000,
                 "rewards": [{"from": 0, "wei": 3000000000000000000}, {"from": 100, "wei": "2000000000000000000"},
                    {"from": 1000, "ecip1017": {"wei": "5000000000000000000", "era": 500, "fork": 1000}}],
                 "uncles": "eth8",
                 "baseFeeShare": [{"from": 0, "share": "0"}, {"from": 500, "share": "0.95"}],
                 "checkpoints": {"0": "0x%064x"}, "maxHeadAge": "2h"}
                """.formatted(7);

        ChainSpec chain = Configs.good(chain(network, "")).chain();

        assertThat(chain.name()).isEqualTo("mine");
        assertThat(chain.chainId()).isEqualTo(1337);
        assertThat(chain.bundled()).isFalse();
        assertThat(chain.epochLength(59_999)).isEqualTo(30_000);
        assertThat(chain.epochLength(60_000)).isEqualTo(60_000);
        assertThat(chain.blockReward(99)).isEqualTo(Wei.parse("3000000000000000000"));
        assertThat(chain.blockReward(100)).isEqualTo(Wei.parse("2000000000000000000"));
        assertThat(chain.blockReward(1001)).isEqualTo(Wei.parse("3200000000000000000"));
        assertThat(chain.uncleRule(1)).isEqualTo(UncleRule.ETH_8);
        assertThat(chain.baseFeeShare(499)).isEqualByComparingTo("0");
        assertThat(chain.baseFeeShare(500)).isEqualByComparingTo("0.95");
        assertThat(chain.checkpoints()).containsOnlyKeys(0L);
        assertThat(chain.maxHeadAge()).hasValue(Duration.ofHours(2));
    }

    @Test
    void inlineChainHasNoLimitOnTheAgeOfHeadsUnlessItSaysSo() {
        ChainSpec chain =
                Configs.good(chain("{\"chainId\": 5, \"rewards\": []}", "")).chain();

        assertThat(chain.maxHeadAge()).isEmpty();
    }

    @Test
    void anyValueOfABundledChainCanBeOverriddenByHeight() {
        ChainSpec chain = Configs.good(chain(
                        "\"classic\"",
                        ", \"chain\": {\"rewards\": [{\"from\": 30000000, \"wei\": \"1\"}], \"maxHeadAge\": \"0\","
                                + " \"epochs\": [{\"from\": 31000000, \"blocks\": 90000}],"
                                + " \"uncles\": [{\"from\": 30000000, \"rule\": \"none\"}]}"))
                .chain();

        assertThat(chain.bundled()).isTrue();
        assertThat(chain.blockReward(29_999_999))
                .isEqualTo(Chains.named("classic").blockReward(29_999_999));
        assertThat(chain.blockReward(30_000_000)).isEqualTo(Wei.of(1));
        assertThat(chain.epochLength(31_000_000)).isEqualTo(90_000);
        assertThat(chain.uncleRule(30_000_000)).isEqualTo(UncleRule.NONE);
        assertThat(chain.maxHeadAge()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "mordor", "ethereum", "ethereumPow"})
    void everyBundledChainIsNamed(String name) {
        assertThat(Configs.good(chain("\"" + name + "\"", "")).chain().chainId())
                .isEqualTo(Chains.named(name).chainId());
    }

    @Test
    void withoutANetworkClassicIsMinedWithAWarning() {
        ConfigResult result = Configs.read("{" + Configs.NODE + ", \"proxy\": {" + Configs.PAY + "}}");

        assertThat(Configs.good(result).chain().name()).isEqualTo("classic");
        assertThat(Configs.warnings(result)).singleElement().asString().contains("network", "classic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"from\": 0, \"wei\": \"%s\"}", "{\"from\": 0, \"ecip1017\": {\"wei\": \"%s\", \"era\": 9}}"})
    void aRewardThatTheStoreCannotHoldIsAnError(String reward) {
        String rewards = "[" + reward.formatted(BigInteger.ONE.shiftLeft(127)) + "]";
        assertThat(Configs.errors(chain("{\"chainId\": 5, \"rewards\": " + rewards + "}", "")))
                .singleElement()
                .asString()
                .contains("wei", "a block reward is below 2^96 wei");
        assertThat(Configs.errors(chain("\"classic\"", ", \"chain\": {\"rewards\": " + rewards + "}")))
                .singleElement()
                .asString()
                .contains("wei", "a block reward is below 2^96 wei");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"chainId\": 5}",
                "{\"rewards\": []}",
                "{\"chainId\": 0, \"rewards\": []}",
                "{\"chainId\": 5, \"rewards\": [{\"wei\": 1}]}",
                "{\"chainId\": 5, \"rewards\": [{\"from\": 0}]}",
                "{\"chainId\": 5, \"rewards\": [{\"from\": 0, \"wei\": \"-1\"}]}",
                "{\"chainId\": 5, \"rewards\": [{\"from\": -1, \"wei\": 1}]}",
                "{\"chainId\": 5, \"rewards\": [{\"from\": 0, \"ecip1017\": {\"wei\": 1, \"era\": 0}}]}",
                "{\"chainId\": 5, \"rewards\": [], \"uncles\": \"some\"}",
                "{\"chainId\": 5, \"rewards\": [], \"uncles\": [{\"from\": 1, \"rule\": \"some\"}]}",
                "{\"chainId\": 5, \"rewards\": [], \"baseFeeShare\": \"1.5\"}",
                "{\"chainId\": 5, \"rewards\": [], \"epochs\": [{\"from\": 0, \"blocks\": 0}]}",
                "{\"chainId\": 5, \"rewards\": [], \"checkpoints\": {\"x\": \"0x00\"}}",
                "{\"chainId\": 5, \"rewards\": [], \"checkpoints\": {\"1\": \"0x00\"}}",
                "{\"chainId\": 5, \"rewards\": [], \"name\": \" \"}",
                "5",
                "[]",
            })
    void wrongChainIsAnErrorOfItsKey(String network) {
        assertThat(Configs.errors(chain(network, "")))
                .singleElement()
                .asString()
                .startsWith("line 1: network");
    }
}
