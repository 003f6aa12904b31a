package io.potpool.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainFileTest {

    @Test
    void readsEveryKindOfEntry() {
        Map<String, ChainSpec> chains = ChainFile.parse("""
                # a comment
                chain one 7

                epoch 100 60000
                reward 0 11
                reward 50 ecip1017 25 10 50
                uncles 10 eth8
                baseFee 20 0.5
                checkpoint 3 0x%s
                chain two 8
                maxHeadAge PT90S
                """.formatted("cd".repeat(32)));
        assertThat(chains.keySet()).containsExactly("one", "two");
        ChainSpec one = chains.get("one");
        assertThat(one.chainId()).isEqualTo(7);
        assertThat(one.algorithm(100)).isEqualTo("etchash");
        assertThat(one.blockReward(49)).isEqualTo(Wei.of(11));
        assertThat(one.blockReward(50)).isEqualTo(Wei.of(10));
        assertThat(one.uncleRule(10)).isEqualTo(UncleRule.ETH_8);
        assertThat(one.baseFeeShare(20)).isEqualTo("0.5");
        assertThat(one.checkpoints()).containsEntry(3L, Hash256.parse("cd".repeat(32)));
        assertThat(chains.get("two").maxHeadAge())
                .hasValueSatisfying(age -> assertThat(age).hasSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chain two",
                "chain two x",
                "chain two 0",
                "chain one 3",
                "epoch",
                "epoch 1",
                "epoch 1 2 3",
                "epoch -1 30000",
                "epoch x 30000",
                "epoch 1 0",
                "reward 0 -1",
                "reward 0 1.5",
                "reward 0 ecip1018 5 5 5",
                "reward 0 ecip1017 5 0 5",
                "reward 0 ecip1017 5 5",
                "uncles 0 eth9",
                "baseFee 0 2",
                "checkpoint 0 0x12",
                "maxHeadAge 1h",
                "maxHeadAge PT0S",
                "nephew 0 32"
            })
    void anythingElseIsAnErrorWithItsLine(String line) {
        assertThatThrownBy(() -> ChainFile.parse("chain one 7\n\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("chain data, line 3: ");
    }

    @Test
    void anEntryBeforeTheFirstChainIsAnError() {
        assertThatThrownBy(() -> ChainFile.parse("epoch 0 30000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }
}
