package io.potpool.chain;

import static io.potpool.support.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Wei;
import io.potpool.support.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class RewardVectorsTest {

    private final Vectors vectors = new Vectors("rewards.json");

    @TestFactory
    Stream<DynamicTest> blockRewards() {
        return vectors.tests(RewardVectorsTest::checkBlock, "block");
    }

    @TestFactory
    Stream<DynamicTest> uncleRewards() {
        return vectors.tests(RewardVectorsTest::checkUncle, "uncle");
    }

    @TestFactory
    Stream<DynamicTest> rewardsWithUnclesIncluded() {
        return vectors.tests(RewardVectorsTest::checkTotal, "total");
    }

    @Test
    void noEntryIsLost() {
        vectors.assertComplete("block", "uncle", "total");
    }

    private static void checkBlock(JsonNode entry) {
        ChainSpec chain = VectorChains.of(text(entry, "chain"));
        long height = entry.get("block_number").asLong();
        assertThat(chain.blockReward(height)).isEqualTo(wei(entry, "block_reward_wei"));
        if (entry.has("era_zero_based")) {
            assertThat(chain.eraOf(height)).hasValue(entry.get("era_zero_based").asLong());
        } else {
            assertThat(chain.eraOf(height)).isEmpty();
        }
        if (entry.has("nephew_reward_per_uncle_wei")) {
            assertThat(chain.nephewReward(height)).isEqualTo(wei(entry, "nephew_reward_per_uncle_wei"));
        }
        if (entry.has("uncle_reward_wei_any_depth")) {
            for (int depth = 1; depth <= 6; depth++) {
                assertThat(chain.uncleReward(height, height - depth))
                        .isEqualTo(wei(entry, "uncle_reward_wei_any_depth"));
            }
        }
        if (entry.has("uncle_reward_wei_by_depth")) {
            JsonNode byDepth = entry.get("uncle_reward_wei_by_depth");
            for (int depth = 1; depth <= 6; depth++) {
                assertThat(chain.uncleReward(height, height - depth)).isEqualTo(wei(byDepth, String.valueOf(depth)));
            }
        }
    }

    private static void checkUncle(JsonNode entry) {
        ChainSpec chain = VectorChains.of(text(entry, "chain"));
        long height = entry.get("block_number").asLong();
        assertThat(chain.uncleReward(height, entry.get("uncle_number").asLong()))
                .isEqualTo(wei(entry, "uncle_reward_wei"));
        assertThat(chain.nephewReward(height)).isEqualTo(wei(entry, "nephew_reward_wei"));
        if (entry.has("era_zero_based")) {
            assertThat(chain.eraOf(height)).hasValue(entry.get("era_zero_based").asLong());
        }
    }

    private static void checkTotal(JsonNode entry) {
        ChainSpec chain = VectorChains.of(text(entry, "chain"));
        long height = entry.get("block_number").asLong();
        Wei total = chain.blockReward(height);
        for (int i = 0; i < entry.get("uncles_included").asInt(); i++) {
            total = total.plus(chain.nephewReward(height));
        }
        assertThat(total).isEqualTo(wei(entry, "total_static_reward_wei"));
    }

    private static Wei wei(JsonNode entry, String field) {
        return Wei.parse(text(entry, field));
    }
}
