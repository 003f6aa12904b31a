package io.potpool.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PotRewardTest {

    private static final BigInteger NETWORK = BigInteger.ONE.shiftLeft(250);

    @Test
    void anyoneWithFiftyDigitsGetsTheSameWei() {
        DecimalPot decimals = new DecimalPot(50);
        Random random = new Random(20_261_124);
        for (int i = 0; i < 3_000; i++) {
            ShareFacts share = Shares.random(random);
            RewardTerms terms = Shares.randomTerms(random);
            assertThat(PotReward.reward(share, terms).value())
                    .as("%s %s", share, terms)
                    .isEqualTo(decimals.reward(share, terms).toBigInteger());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.8, 1.5, 1000", "0.5, 2, 100", "0.9, 4, 1000", "0.3, 0.5, 50", "0.95, 1, 8", "0.6, 0.01, 500"})
    void honestSharesEarnPpsOnAverage(String a, String cap, long sharesPerBlock) {
        RewardTerms terms = Shares.pot(a, cap, "0.015");
        PotCurves curves = new PotCurves();
        long effective = 4_000_000_000L;
        long network = effective * sharesPerBlock;
        Random random = new Random(7);
        int count = 60_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            BigInteger actual = Difficulty.of(effective)
                    .value()
                    .shiftLeft(62)
                    .divide(BigInteger.valueOf((random.nextLong() >>> 2) + 1));
            ShareFacts share = Shares.share(
                    BigInteger.valueOf(network), Shares.THREE_COINS, BigInteger.valueOf(effective), actual, Ratio.ONE);
            double reward = curves.reward(share, terms).value().doubleValue();
            sum += reward;
            squares += reward * reward;
        }
        double pps = 3e18 * 0.985 / sharesPerBlock;
        double mean = sum / count;
        double error = Math.sqrt((squares / count - mean * mean) / count);
        assertThat(error).isLessThan(pps * 0.05);
        assertThat(Math.abs(mean - pps)).isLessThan(4 * error);
    }

    @Test
    void payNeverFallsAsTheHashGetsBetterAndEndsAtTheCap() {
        RewardTerms terms = Shares.pot("0.8", "1.5", "0.01");
        PotCurves curves = new PotCurves();
        Wei last = Wei.ZERO;
        for (long actual = 1_000; actual < 4_000_000; actual += 1 + actual / 97) {
            Wei reward = curves.reward(Shares.share(1_000_000, 1_000, actual), terms);
            assertThat(reward).isGreaterThanOrEqualTo(last);
            last = reward;
        }
        Wei atCap = curves.reward(Shares.share(1_000_000, 1_000, 1_500_000), terms);
        assertThat(last).isEqualTo(atCap);
        assertThat(curves.reward(Shares.share(1_000_000, 1_000, 1_499_999), terms))
                .isLessThan(atCap);
        assertThat(curves.reward(Shares.share(1_000_000, 1_000, Long.MAX_VALUE), terms))
                .isEqualTo(atCap);
    }

    @Test
    void hashBelowTheEffectiveDifficultyCountsAsMeetingIt() {
        RewardTerms terms = Shares.pot("0.8", "1.5", "0.01");
        assertThat(PotReward.reward(Shares.share(1_000_000, 1_000, 1), terms))
                .isEqualTo(PotReward.reward(Shares.share(1_000_000, 1_000, 1_000), terms));
    }

    @Test
    void hashOfZeroAtAHugeNetworkDifficultyIsPaidTheCap() {
        DecimalPot decimals = new DecimalPot(150);
        for (String a : List.of("0.5", "0.8", "0.999999999999999999")) {
            RewardTerms terms = Shares.pot(a, "1.5", "0");
            for (int shift : new int[] {0, 50, 200, 249}) {
                ShareFacts share = Shares.share(
                        NETWORK, Shares.THREE_COINS, NETWORK.shiftRight(shift), Difficulty.MAX.value(), Ratio.ONE);
                assertThat(PotReward.reward(share, terms).value())
                        .isEqualTo(decimals.reward(share, terms).toBigInteger());
            }
        }
    }

    @Test
    void payThatIsAWholeNumberOfWeiIsNotRoundedDownOnce() {
        RewardTerms terms = Shares.pot("0.5", "4", "0");
        assertThat(PotReward.reward(Shares.share(9_000_000, 9_000_000, 9_000_000), terms))
                .isEqualTo(Wei.parse("2000000000000000000"));
        assertThat(PotReward.reward(Shares.share(9_000_000, 9_000_000, 36_000_000), terms))
                .isEqualTo(Wei.parse("4000000000000000000"));
        assertThat(PotReward.reward(Shares.share(9_000_000, 9_000_000, 20_250_000), terms))
                .isEqualTo(Wei.parse("3000000000000000000"));
    }

    @Test
    void payAHairFromAWholeNumberIsDecidedByMoreBits() {
        DecimalPot decimals = new DecimalPot(250);
        for (int below = 1; below < 4; below++) {
            for (String a : List.of("0.5", "0.3", "0.75")) {
                ShareFacts share = Shares.share(
                        NETWORK, Shares.THREE_COINS, NETWORK.subtract(BigInteger.valueOf(below)), NETWORK, Ratio.ONE);
                RewardTerms terms = Shares.pot(a, "1", "0");
                assertThat(PotReward.reward(share, terms).value())
                        .isEqualTo(decimals.reward(share, terms).toBigInteger())
                        .isEqualTo(Shares.THREE_COINS.value().subtract(BigInteger.ONE));
            }
        }
    }

    @Test
    void payThatFillsTheFirstBitsIsDecidedByMoreBits() {
        BigInteger network = BigInteger.ONE.shiftLeft(150);
        BigInteger effective = network.subtract(BigInteger.ONE);
        BigInteger three = BigInteger.valueOf(3);
        ShareFacts share = Shares.share(network, new Wei(network.multiply(three)), effective, effective, Ratio.ONE);
        RewardTerms terms = Shares.pot("0.3", "1", "0");
        assertThat(PotReward.reward(share, terms).value())
                .isEqualTo(new DecimalPot(150).reward(share, terms).toBigInteger())
                .isEqualTo(effective.multiply(three).subtract(BigInteger.ONE));
    }

    @Test
    void exponentAsNearToOneAsTermsAllowIsStillExact() {
        DecimalPot decimals = new DecimalPot(150);
        RewardTerms terms = Shares.pot("0." + "9".repeat(30), "3", "0.02");
        ShareFacts share = Shares.share(3_211_000_000_000_000L, 4_294_967_296L, 802_750_000_000_000L);
        assertThat(PotReward.reward(share, terms).value())
                .isEqualTo(decimals.reward(share, terms).toBigInteger());
    }

    @Test
    void degenerateSettingsArePlainPps() {
        ShareFacts share = Shares.share(1_000_000, 700, 40_000);
        Wei pps = PpsReward.reward(share, Shares.pot("0", "0", "0.01"));
        assertThat(pps).isEqualTo(Wei.parse("2079000000000000"));
        for (RewardTerms terms : List.of(
                Shares.pot("0", "1.5", "0.01"),
                Shares.pot("1", "1.5", "0.01"),
                Shares.pot("7", "1.5", "0.01"),
                Shares.pot("0.8", "0", "0.01"),
                Shares.pot("0.8", "0.0007", "0.01"),
                Shares.pot("0.8", "0.0001", "0.01"))) {
            assertThat(PotReward.reward(share, terms)).as(terms.toText()).isEqualTo(pps);
        }
    }

    @Test
    void nothingOfNothingIsNothing() {
        RewardTerms terms = Shares.pot("0.8", "1.5", "0.01");
        ShareFacts share = Shares.share(1_000_000, 700, 40_000);
        ShareFacts late = Shares.share(
                share.network().value(),
                share.blockReward(),
                share.effective().value(),
                share.actual().value(),
                Ratio.ZERO);
        ShareFacts unpaid = Shares.share(
                share.network().value(),
                Wei.ZERO,
                share.effective().value(),
                share.actual().value(),
                Ratio.ONE);
        assertThat(PotReward.reward(late, terms)).isEqualTo(Wei.ZERO);
        assertThat(PotReward.reward(unpaid, terms)).isEqualTo(Wei.ZERO);
        assertThat(PotReward.reward(share, Shares.pot("0.8", "1.5", "1"))).isEqualTo(Wei.ZERO);
    }

    @Test
    void sharedMemoryOfCurvesChangesNoPay() throws Exception {
        Random random = new Random(3);
        List<ShareFacts> shares = new ArrayList<>();
        List<RewardTerms> terms = new ArrayList<>();
        List<Wei> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            shares.add(Shares.random(random));
            terms.add(Shares.randomTerms(random));
            expected.add(PotReward.reward(shares.get(i), terms.get(i)));
        }
        PotCurves curves = new PotCurves();
        Callable<List<Wei>> all = () -> {
            List<Wei> rewards = new ArrayList<>();
            for (int i = 0; i < 2 * shares.size(); i++) {
                int at = i % shares.size();
                rewards.add(curves.reward(shares.get(at), terms.get(at)));
            }
            return rewards;
        };
        List<Wei> twice = new ArrayList<>(expected);
        twice.addAll(expected);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (Future<List<Wei>> rewards : pool.invokeAll(List.of(all, all, all))) {
                assertThat(rewards.get()).isEqualTo(twice);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void lagFactorMultipliesBeforeTheOneRounding() {
        RewardTerms terms = Shares.pot("0.8", "1.5", "0");
        DecimalPot decimals = new DecimalPot(50);
        for (Ratio lag : List.of(new Ratio(7, 8), new Ratio(6, 8), new Ratio(1, 32), new Ratio(1, 3))) {
            ShareFacts share = Shares.share(
                    BigInteger.valueOf(1_000_003), Wei.of(999), BigInteger.valueOf(77_777), BigInteger.TEN.pow(6), lag);
            BigDecimal exact = decimals.reward(share, terms);
            assertThat(PotReward.reward(share, terms).value()).isEqualTo(exact.toBigInteger());
        }
    }
}
