package io.potpool.chain;

import io.potpool.domain.Wei;
import java.math.BigInteger;

/** How the static reward of a block follows from its height; fees are not part of it. */
public sealed interface RewardRule {

    /** The most bits of a reward in wei: 79 billion coins, so that the sums of many years fit the 16 bytes of a store. */
    int MAX_BITS = 96;

    /** Returns the static reward of the block at {@code height}. */
    Wei at(long height);

    /** The same reward at every height. */
    record Fixed(Wei reward) implements RewardRule {

        /** @throws IllegalArgumentException if the reward is negative or has more than {@link #MAX_BITS} bits */
        public Fixed {
            requireInRange(reward);
        }

        @Override
        public Wei at(long height) {
            return reward;
        }
    }

    /**
     * ECIP-1017: the reward falls by a fifth from one era to the next, {@code base * 4^era / 5^era} rounded down.
     *
     * @param base the reward of era 0
     * @param eraLength the length of an era in blocks, at least 1
     * @param forkHeight the height from which eras are counted; below it every block is of era 0
     */
    record Ecip1017(Wei base, long eraLength, long forkHeight) implements RewardRule {

        private static final BigInteger FOUR = BigInteger.valueOf(4);
        private static final BigInteger FIVE = BigInteger.valueOf(5);
        private static final long LAST_PAYING_ERA = 1_024;

        /**
         * @throws IllegalArgumentException if a value is negative, the length 0, or the base reward has more than
         *     {@link #MAX_BITS} bits
         */
        public Ecip1017 {
            requireInRange(base);
            if (eraLength < 1 || forkHeight < 0) {
                throw new IllegalArgumentException("not an ECIP-1017 schedule");
            }
        }

        /** Returns the era, counted from 0: block 1 begins era 0, and block {@code eraLength} ends it. */
        public long era(long height) {
            return height < forkHeight || height < 1 ? 0 : (height - 1) / eraLength;
        }

        /** Beyond era 1024 the quotient is below one wei for every base in range. */
        @Override
        public Wei at(long height) {
            long era = era(height);
            if (era > LAST_PAYING_ERA) {
                return Wei.ZERO;
            }
            int n = (int) era;
            return new Wei(base.value().multiply(FOUR.pow(n)).divide(FIVE.pow(n)));
        }
    }

    private static void requireInRange(Wei amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a block reward is not negative");
        }
        if (amount.value().bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("a block reward is below 2^" + MAX_BITS + " wei (79 billion coins)");
        }
    }
}
