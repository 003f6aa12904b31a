package io.potpool.domain;

import static io.potpool.support.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.potpool.support.Vectors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class TargetVectorsTest {

    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    private static final BigInteger SPEC_UNIT = BigInteger.valueOf(0xffff).shiftLeft(208);

    private final Vectors vectors = new Vectors("targets.json");

    @TestFactory
    Stream<DynamicTest> targetOfADifficulty() {
        return vectors.tests(TargetVectorsTest::checkDifficulty, "difficulty");
    }

    @TestFactory
    Stream<DynamicTest> difficultyOfATarget() {
        return vectors.tests(TargetVectorsTest::checkTarget, "target_to_difficulty");
    }

    @TestFactory
    Stream<DynamicTest> hashMeetsItsTargetOrNot() {
        return vectors.tests(TargetVectorsTest::checkHash, "check");
    }

    @TestFactory
    Stream<DynamicTest> nicehashDifficulty() {
        return vectors.tests(TargetVectorsTest::checkNicehash, "nicehash_to_target");
    }

    @TestFactory
    Stream<DynamicTest> nicehashShare() {
        return vectors.tests(TargetVectorsTest::checkNicehashShare, "nicehash_share");
    }

    @Test
    void noEntryIsLost() {
        vectors.assertComplete("difficulty", "target_to_difficulty", "check", "nicehash_to_target", "nicehash_share");
    }

    private static void checkDifficulty(JsonNode entry) {
        BigInteger value = new BigInteger(text(entry, "difficulty"));
        assertThat(new BigInteger(text(entry, "difficulty_hex").substring(2), 16))
                .isEqualTo(value);
        if (value.signum() == 0) {
            assertThatThrownBy(() -> new Difficulty(value)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        Difficulty difficulty = new Difficulty(value);
        assertThat(difficulty.toTarget().toString()).isEqualTo(text(entry, "target_hex64"));
        if (entry.has("target_back_to_difficulty")) {
            assertThat(difficulty.toTarget().toDifficulty()).isEqualTo(clamped(entry, "target_back_to_difficulty"));
        }
        if (entry.has("nicehash_difficulty_2pow32_convention")) {
            BigDecimal announced = FloatDifficulty.of(difficulty);
            assertThat(announced.doubleValue())
                    .isEqualTo(
                            entry.get("nicehash_difficulty_2pow32_convention").asDouble());
            assertThat(FloatDifficulty.parse(announced)).isEqualTo(difficulty);
        }
    }

    private static void checkTarget(JsonNode entry) {
        Target target = new Target(Hash256.parse(text(entry, "target_hex64")));
        assertThat(target.toDifficulty()).isEqualTo(clamped(entry, "difficulty"));
    }

    private static void checkHash(JsonNode entry) {
        Difficulty difficulty = new Difficulty(new BigInteger(text(entry, "difficulty")));
        Hash256 hash = Hash256.parse(text(entry, "final_hash"));
        assertThat(difficulty.toTarget().isMetBy(hash))
                .isEqualTo(entry.get("valid").asBoolean());
    }

    /** The pool's own unit is 2^32 hashes; a miner who takes the specification's unit finds no share that is too weak. */
    private static void checkNicehash(JsonNode entry) {
        Target bySpec = new Target(Hash256.parse(text(entry, "target_hex64")));
        assertThat(bySpec.toDifficulty().toString()).isEqualTo(text(entry, "hash_difficulty_floor_2pow256_div_target"));

        Difficulty mine = FloatDifficulty.parse(new BigDecimal(text(entry, "nicehash_difficulty")));
        Hash256 inOwnUnit = Hash256.parse(text(entry, "target_2pow32_convention"));
        assertThat(mine.toTarget().bound()).isLessThanOrEqualTo(inOwnUnit);
        if (!mine.equals(Difficulty.ONE)) {
            Difficulty easier = new Difficulty(mine.value().subtract(BigInteger.ONE));
            assertThat(easier.toTarget().bound()).isGreaterThanOrEqualTo(inOwnUnit);
        }
        BigInteger minersTarget = new BigDecimal(SPEC_UNIT)
                .divideToIntegralValue(FloatDifficulty.of(mine))
                .toBigInteger();
        assertThat(minersTarget)
                .isLessThanOrEqualTo(new BigInteger(1, mine.toTarget().bound().toBytes()));
    }

    private static void checkNicehashShare(JsonNode entry) {
        Difficulty reached = Difficulty.reachedBy(Hash256.parse(text(entry, "final_hash")));
        double bySpec = FloatDifficulty.of(reached).doubleValue() * 65535 / 65536;
        assertThat(bySpec).isEqualTo(entry.get("nicehash_share_difficulty").asDouble(), within(1e-8));
        assertThat(String.valueOf(bySpec)).startsWith(text(entry, "published"));
    }

    private static Difficulty clamped(JsonNode entry, String field) {
        BigInteger value = new BigInteger(text(entry, field));
        return value.equals(TWO_256) ? Difficulty.MAX : new Difficulty(value);
    }
}
