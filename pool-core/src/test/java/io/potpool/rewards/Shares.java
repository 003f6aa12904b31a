package io.potpool.rewards;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Shares and terms for the tests of this package. */
final class Shares {

    static final Wei THREE_COINS = Wei.parse("3000000000000000000");

    private Shares() {}

    static ShareFacts share(BigInteger network, Wei block, BigInteger effective, BigInteger actual, Ratio lag) {
        return new ShareFacts(
                Hash256.ZERO,
                new Nonce(1),
                1_000,
                new Difficulty(network),
                block,
                new Difficulty(effective),
                new Difficulty(actual),
                lag);
    }

    static ShareFacts share(long network, long effective, long actual) {
        return share(
                BigInteger.valueOf(network),
                THREE_COINS,
                BigInteger.valueOf(effective),
                BigInteger.valueOf(actual),
                Ratio.ONE);
    }

    static RewardTerms pot(String a, String cap, String fee) {
        return new RewardTerms(new BigDecimal(a), new BigDecimal(cap), new BigDecimal(fee), LagRule.ETH8, "pot");
    }

    /** A share of any size; A mostly near d, at times far above the cap. */
    static ShareFacts random(Random random) {
        BigInteger network = new BigInteger(2 + random.nextInt(70), random).add(BigInteger.TWO);
        BigInteger effective = new BigInteger(1 + random.nextInt(network.bitLength()), random)
                .max(BigInteger.ONE)
                .min(network);
        BigInteger actual = effective
                .multiply(new BigInteger(1 + random.nextInt(60), random))
                .add(new BigInteger(effective.bitLength(), random))
                .max(effective);
        Ratio lag = random.nextBoolean() ? Ratio.ONE : new Ratio(random.nextInt(9), 8);
        return share(network, new Wei(new BigInteger(1 + random.nextInt(63), random)), effective, actual, lag);
    }

    static RewardTerms randomTerms(Random random) {
        BigDecimal a = BigDecimal.valueOf(1 + random.nextInt(999_999), 6);
        BigDecimal cap = BigDecimal.valueOf(1 + random.nextInt(10_000), random.nextInt(4));
        BigDecimal fee = BigDecimal.valueOf(random.nextInt(1_000), 4);
        return new RewardTerms(a, cap, fee, LagRule.FULL, "pot");
    }
}
