package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a chain's numbers follow: difficulty (EIP-100), base fee (EIP-1559), rewards (ECIP-1017 or flat),
 * epochs (ECIP-1099). Written apart from the pool's own, so that neither repeats the other's mistakes.
 */
final class ChainRules {

    private static final BigInteger FIRST_REWARD = new BigInteger("5000000000000000000");
    private static final BigInteger FLOOR = BigInteger.valueOf(131_072);
    private static final BigInteger FOUR = BigInteger.valueOf(4);
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger EIGHT = BigInteger.valueOf(8);
    private static final BigInteger THIRTY_TWO = BigInteger.valueOf(32);
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    private static final long GAS_CEILING = 30_000_000;

    private final Settings settings;
    private final TreeMap<Long, Optional<BigInteger>> baseFees = new TreeMap<>();
    private final TreeMap<Long, Integer> eras = new TreeMap<>();

    ChainRules(Settings settings) {
        this.settings = settings;
        baseFees.put(settings.baseFeeHeight, Optional.of(GWEI));
    }

    BigInteger difficulty(Header parent, boolean parentHasUncles, long timestamp) {
        if (settings.fixedDifficulty) {
            return parent.difficulty();
        }
        long steps = Math.max(-99, (parentHasUncles ? 2 : 1) - (timestamp - parent.timestamp()) / 9);
        BigInteger step = parent.difficulty().shiftRight(11);
        BigInteger next = parent.difficulty().add(step.multiply(BigInteger.valueOf(steps)));
        return next.max(settings.difficultyFloor ? FLOOR : BigInteger.TWO);
    }

    @Nullable BigInteger baseFee(Header parent) {
        long number = parent.number() + 1;
        Map.Entry<Long, Optional<BigInteger>> rule = baseFees.floorEntry(number);
        if (rule == null || rule.getValue().isEmpty()) {
            return null;
        }
        BigInteger old = parent.baseFee();
        if (rule.getKey() == number || old == null) {
            return rule.getValue().get();
        }
        long target = parent.gasLimit() / 2;
        BigInteger change = old.multiply(BigInteger.valueOf(Math.abs(parent.gasUsed() - target)))
                .divide(BigInteger.valueOf(target))
                .shiftRight(3);
        return parent.gasUsed() > target ? old.add(change.max(BigInteger.ONE)) : old.subtract(change);
    }

    long gasLimit(Header parent, boolean baseFeeBegins) {
        if (baseFeeBegins) {
            return parent.gasLimit() * 2;
        }
        return Math.min(GAS_CEILING, parent.gasLimit() + parent.gasLimit() / 1024 - 1);
    }

    BigInteger blockReward(long number) {
        if (settings.staticReward != null) {
            return settings.staticReward;
        }
        int era = era(number);
        return FIRST_REWARD.multiply(FOUR.pow(era)).divide(FIVE.pow(era));
    }

    /** Returns what the miner of an uncle gets; the era is that of the including block. */
    BigInteger uncleReward(long number, long uncleNumber) {
        BigInteger reward = blockReward(number);
        if (settings.staticReward == null && era(number) > 0) {
            return reward.divide(THIRTY_TWO);
        }
        return reward.multiply(BigInteger.valueOf(8 - (number - uncleNumber))).divide(EIGHT);
    }

    BigInteger nephewReward(long number) {
        return blockReward(number).divide(THIRTY_TWO);
    }

    private int era(long number) {
        Map.Entry<Long, Integer> forced = eras.floorEntry(number);
        return forced != null ? forced.getValue() : (int) (Math.max(0, number - 1) / settings.eraLength);
    }

    void setBaseFee(long fromNumber, @Nullable BigInteger baseFee) {
        baseFees.put(fromNumber, Optional.ofNullable(baseFee));
    }

    void setEra(long fromNumber, int era) {
        eras.put(fromNumber, era);
    }

    /** Returns the epoch that decides cache and dataset sizes. */
    long epoch(long number) {
        return number / (number >= settings.ecip1099Height ? 60_000 : 30_000);
    }

    Hash256 seed(long number) {
        long rounds = number >= settings.ecip1099Height ? (epoch(number) * 60_000 + 1) / 30_000 : epoch(number);
        byte[] seed = new byte[32];
        for (long i = 0; i < rounds; i++) {
            seed = Keccak.keccak256(seed);
        }
        return Hash256.of(seed);
    }
}
