package io.potpool.chain;

import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.ethash.EthashEpoch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a chain prescribes, by height: epochs, block rewards, uncles, the way of fees, known blocks.
 *
 * <p>Immutable and safe for all threads; no method blocks. Heights are at least 0, or an
 * {@link IllegalArgumentException} is thrown. {@link #toBuilder()} gives a copy in which any value can be overridden
 * from a height on.
 */
public final class ChainSpec {

    private static final long NEPHEW_DIVISOR = 32;

    private final String name;
    private final long chainId;
    private final boolean bundled;
    private final Optional<Duration> maxHeadAge;
    private final ByHeight<Long> epochLengths;
    private final ByHeight<RewardRule> rewards;
    private final ByHeight<UncleRule> uncles;
    private final ByHeight<BigDecimal> baseFeeShares;
    private final RewardSchedule schedule;
    private final NavigableMap<Long, Hash256> checkpoints;

    private ChainSpec(Builder from) {
        name = from.name;
        chainId = from.chainId;
        bundled = from.bundled;
        maxHeadAge = from.maxHeadAge;
        epochLengths = from.epochLengths;
        rewards = from.rewards;
        uncles = from.uncles;
        baseFeeShares = from.baseFeeShares;
        schedule = new RewardSchedule(rewards, uncles);
        checkpoints = Collections.unmodifiableNavigableMap(new TreeMap<>(from.checkpoints));
    }

    /**
     * Begins a chain of one's own: 30,000-block epochs, no reward, no uncles, no base fee to the miner, no limit on the
     * age of heads.
     *
     * @throws IllegalArgumentException if the name is blank or {@code chainId} below 1
     */
    public static Builder builder(String name, long chainId) {
        return new Builder(name, chainId);
    }

    /** Returns a builder that starts from this chain. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the chain's name, as in the config. */
    public String name() {
        return name;
    }

    /** Returns the EIP-155 chain id. */
    public long chainId() {
        return chainId;
    }

    /** Returns whether the data file describes this chain, perhaps with overrides; false for inline chains. */
    public boolean bundled() {
        return bundled;
    }

    /** Returns how old a node's head may be before its work is refused; empty for no limit. */
    public Optional<Duration> maxHeadAge() {
        return maxHeadAge;
    }

    /**
     * Returns the epoch of a block to be mined at {@code height}. The seed goes on in steps of 30,000 blocks whatever
     * the length of an epoch: floor((epoch * length + 1) / 30000) rounds, as in ECIP-1099.
     *
     * @throws IllegalArgumentException if the height is negative or beyond the last epoch
     */
    public EthashEpoch epochAt(long height) {
        long length = epochLength(height);
        long epoch = height / length;
        long rounds = (height - height % length + 1) / Builder.ETHASH_EPOCH;
        if (Math.max(epoch, rounds) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("height " + height + " is beyond the last epoch");
        }
        return new EthashEpoch((int) epoch, (int) rounds);
    }

    /** Returns the length in blocks of the epochs at {@code height}. */
    public long epochLength(long height) {
        return epochLengths.at(height);
    }

    /** Returns the name that miners know the algorithm by: {@code ethash}, or {@code etchash} for other epochs. */
    public String algorithm(long height) {
        return epochLength(height) == Builder.ETHASH_EPOCH ? "ethash" : "etchash";
    }

    /** Returns what blocks and uncles earn by height; terms keep it, so that a later change of the config pays no old share. */
    public RewardSchedule schedule() {
        return schedule;
    }

    /** Returns the static reward of the block at {@code height}, without fees and uncles. */
    public Wei blockReward(long height) {
        return schedule.blockReward(height);
    }

    /**
     * Returns the ECIP-1017 era of {@code height}, from 0, by the latest ECIP-1017 schedule that began at or below it;
     * empty if there is none.
     */
    public OptionalLong eraOf(long height) {
        return schedule.eraOf(height);
    }

    /** Returns the rule for uncles included by the block at {@code height}. */
    public UncleRule uncleRule(long height) {
        return schedule.uncleRule(height);
    }

    /**
     * Returns what the miner of an uncle earns. Rule, era and block reward are those of the including block.
     *
     * @return 0 unless the uncle lies 1 to 6 blocks below
     */
    public Wei uncleReward(long including, long uncle) {
        boolean firstEra = eraOf(including).orElse(1) == 0;
        return uncleRule(including).reward(blockReward(including), including - uncle, firstEra);
    }

    /** Returns what the block at {@code height} earns for each uncle it includes: 1/32 of its static reward. */
    public Wei nephewReward(long height) {
        if (uncleRule(height) == UncleRule.NONE) {
            return Wei.ZERO;
        }
        return new Wei(blockReward(height).value().divide(BigInteger.valueOf(NEPHEW_DIVISOR)));
    }

    /**
     * Returns the exact part of the base fee, from 0 to 1, that reaches the miner of the block; of use only where the
     * block has a base fee.
     */
    public BigDecimal baseFeeShare(long height) {
        return baseFeeShares.at(height);
    }

    /** Returns the blocks that every node of this chain must have, by height. Unmodifiable. */
    public NavigableMap<Long, Hash256> checkpoints() {
        return checkpoints;
    }

    @Override
    public String toString() {
        return name + " (chain id " + chainId + ", epochs " + epochLengths + ", rewards " + rewards + ", uncles "
                + uncles + ", base fee share " + baseFeeShares + ", checkpoints " + checkpoints + ")";
    }

    /**
     * Collects what makes a chain. An entry holds from its height up to the next entry above; one at the same height
     * replaces the former. Not for several threads.
     */
    public static final class Builder {

        private static final long ETHASH_EPOCH = 30_000;
        private static final long ECIP1099_EPOCH = 60_000;

        private final String name;
        private final long chainId;
        private final boolean bundled;
        private Optional<Duration> maxHeadAge;
        private ByHeight<Long> epochLengths;
        private ByHeight<RewardRule> rewards;
        private ByHeight<UncleRule> uncles;
        private ByHeight<BigDecimal> baseFeeShares;
        private final Map<Long, Hash256> checkpoints = new TreeMap<>();

        private Builder(String name, long chainId) {
            this(name, chainId, false);
        }

        Builder(String name, long chainId, boolean bundled) {
            if (name.isBlank() || chainId < 1) {
                throw new IllegalArgumentException("a chain has a name and an id above 0");
            }
            this.name = name;
            this.chainId = chainId;
            this.bundled = bundled;
            maxHeadAge = Optional.empty();
            epochLengths = ByHeight.always(ETHASH_EPOCH);
            rewards = ByHeight.always(new RewardRule.Fixed(Wei.ZERO));
            uncles = ByHeight.always(UncleRule.NONE);
            baseFeeShares = ByHeight.always(BigDecimal.ZERO);
        }

        private Builder(ChainSpec from) {
            name = from.name;
            chainId = from.chainId;
            bundled = from.bundled;
            maxHeadAge = from.maxHeadAge;
            epochLengths = from.epochLengths;
            rewards = from.rewards;
            uncles = from.uncles;
            baseFeeShares = from.baseFeeShares;
            checkpoints.putAll(from.checkpoints);
        }

        /**
         * Sets how old a node's head may be; empty for no limit.
         *
         * @throws IllegalArgumentException if the age is not above 0
         */
        public Builder maxHeadAge(Optional<Duration> age) {
            if (age.isPresent() && (age.get().isNegative() || age.get().isZero())) {
                throw new IllegalArgumentException("the age of a head is above 0");
            }
            maxHeadAge = age;
            return this;
        }

        /**
         * Sets the epoch length from a height on.
         *
         * @throws IllegalArgumentException if the height is negative or {@code blocks} below 1
         */
        public Builder epochLength(long fromHeight, long blocks) {
            if (blocks < 1) {
                throw new IllegalArgumentException("an epoch has at least one block");
            }
            epochLengths = epochLengths.with(fromHeight, blocks);
            return this;
        }

        /** Sets 60,000-block epochs from a height on (ECIP-1099). */
        public Builder ecip1099At(long height) {
            return epochLength(height, ECIP1099_EPOCH);
        }

        /** Sets the static block reward from a height on. */
        public Builder reward(long fromHeight, RewardRule rule) {
            rewards = rewards.with(fromHeight, rule);
            return this;
        }

        /** Sets the same static block reward for every height from one on. */
        public Builder reward(long fromHeight, Wei reward) {
            return reward(fromHeight, new RewardRule.Fixed(reward));
        }

        /** Sets the uncle rule from a height on. */
        public Builder uncles(long fromHeight, UncleRule rule) {
            uncles = uncles.with(fromHeight, rule);
            return this;
        }

        /**
         * Sets the part of the base fee that reaches the miner, from a height on.
         *
         * @throws IllegalArgumentException if the height is negative or the share outside 0..1
         */
        public Builder baseFeeShare(long fromHeight, BigDecimal share) {
            if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("a share of the base fee lies between 0 and 1");
            }
            baseFeeShares = baseFeeShares.with(fromHeight, share);
            return this;
        }

        /** Names the hash of the block that every node of this chain has at a height. */
        public Builder checkpoint(long height, Hash256 block) {
            if (height < 0) {
                throw new IllegalArgumentException("a height is not negative: " + height);
            }
            checkpoints.put(height, block);
            return this;
        }

        /** Returns the chain. */
        public ChainSpec build() {
            return new ChainSpec(this);
        }
    }
}
