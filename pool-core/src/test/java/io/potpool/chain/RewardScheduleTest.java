package io.potpool.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewardScheduleTest {

    static Iterable<String> chains() {
        return Chains.names();
    }

    @ParameterizedTest
    @MethodSource("chains")
    void textOfEveryBundledChainGivesTheSameScheduleBack(String name) {
        ChainSpec chain = Chains.named(name);
        RewardSchedule read = RewardSchedule.parse(chain.schedule().toText());

        assertThat(read).isEqualTo(chain.schedule()).hasSameHashCodeAs(chain.schedule());
        for (long height = 0; height < 40_000_000; height += 99_991) {
            assertThat(read.blockReward(height)).isEqualTo(chain.blockReward(height));
            assertThat(read.uncleRule(height)).isEqualTo(chain.uncleRule(height));
            assertThat(read.eraOf(height)).isEqualTo(chain.eraOf(height));
        }
    }

    @Test
    void changesThatChangeNothingLeaveTheTextAsItWas() {
        ChainSpec once = ChainSpec.builder("one", 1).reward(0, Wei.of(5)).build();
        ChainSpec twice =
                once.toBuilder().reward(7, Wei.of(5)).uncles(9, UncleRule.NONE).build();

        assertThat(twice.schedule()).isEqualTo(once.schedule());
        assertThat(once.schedule().toText()).isEqualTo("0 fixed 5|0 none");
        assertThat(once.toBuilder().reward(7, Wei.of(6)).build().schedule()).isNotEqualTo(once.schedule());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 fixed 5",
                "0 fixed 5|",
                "1 fixed 5|0 none",
                "0 fixed -5|0 none",
                "0 fixed 05|0 none",
                "0 fixed 5,0 fixed 6|0 none",
                "0 fixed 5|0 some",
                "0 fixed|0 none",
                "0 ecip1017 5 0 1|0 none",
                "0 ecip1017 5 7|0 none",
                "0 fixed 5|0 none|0 none",
                "9223372036854775808 fixed 5|0 none"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> RewardSchedule.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
