package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.endtoend.WireAdversary.Move;
import io.potpool.policy.PolicySettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.stratum.MinerProtocol;
import io.potpool.stratum.StratumSettings;
import io.potpool.stratum.VarDiffSettings;
import io.potpool.testkit.Generator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever way a nonce takes through the miners' door, and whatever was asked for after its hash was known, it is paid to
 * the wei what the terms of (height, prefix) came to before the first nonce of that height was hashed.
 */
class TermsBeforeHashOverTheWireTest {

    private static final VarDiffSettings QUICK = new VarDiffSettings(
            Duration.ofSeconds(1), Difficulty.ONE, Difficulty.of(400), 30, 300, 50, Duration.ofMillis(200));

    @TempDir
    private Path directory;

    private static StratumSettings.Builder settings(StratumSettings.Builder from) {
        return from.varDiff(Optional.of(QUICK))
                .passwordDifficulty(new BigDecimal("0.000000005"), BigDecimal.ONE)
                .passwordExponent(BigDecimal.ZERO, new BigDecimal("0.95"));
    }

    private Door open(Path at) throws IOException {
        return Door.open(
                at,
                PolicySettings.DEFAULT.withBanning(false).withLimits(Optional.empty(), 1000),
                port -> port.protocols(EnumSet.allOf(MinerProtocol.class)),
                TermsBeforeHashOverTheWireTest::settings,
                new RewardTerms(
                        new BigDecimal("0.8"), new BigDecimal("1.5"), new BigDecimal("0.01"), LagRule.FULL, "pot"));
    }

    @Test
    void noWayThroughTheProtocolsChangesWhatAKnownHashIsPaid() {
        Generator.forAll(41, 2, generator -> {
            Path at = Files.createTempDirectory(directory, "run");
            FixedTerms fixed = new FixedTerms();
            try (Door door = open(at);
                    WireAdversary adversary = new WireAdversary(door, fixed, generator)) {
                for (int height = 0; height < 6; height++) {
                    adversary.play();
                }
                adversary.finish();
                fixed.assertPaid(at);
                assertThat(adversary.moves.keySet())
                        .containsAll(EnumSet.complementOf(EnumSet.of(Move.RAISED_BY_VARDIFF, Move.LOWERED_BY_VARDIFF)));
                assertThat(adversary.accepted.keySet()).containsExactlyInAnyOrder(MinerProtocol.values());
                assertThat(adversary.guessed).isPositive();
            }
            assertThat(fixed.atOwnDifficulty()).isGreaterThan(10);
            assertThat(fixed.below()).isGreaterThan(10);
        });
    }

    @Test
    void aDifficultyThatFollowsTheMinerChangesNothingOfAHashHeKnows() throws Exception {
        FixedTerms fixed = new FixedTerms();
        try (Door door = open(directory);
                WireAdversary adversary = new WireAdversary(door, fixed, new Generator(42))) {
            adversary.raiseByVarDiff(false);
            adversary.raiseByVarDiff(false);
            adversary.lowerByVarDiff();
            adversary.raiseByVarDiff(true);
            fixed.assertPaid(directory);
            assertThat(adversary.moves).containsEntry(Move.RAISED_BY_VARDIFF, 3).containsKey(Move.LOWERED_BY_VARDIFF);
        }
        assertThat(fixed.atOwnDifficulty()).isGreaterThan(30);
    }
}
