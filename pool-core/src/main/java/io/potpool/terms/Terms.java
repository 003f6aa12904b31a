package io.potpool.terms;

import io.potpool.domain.Difficulty;
import io.potpool.rewards.RewardTerms;

/**
 * What a nonce is paid under.
 *
 * @param difficulty the share difficulty d, before it is bounded by the network difficulty
 * @param reward the arithmetic: a, cap, fee, lag rule and scheme
 */
public record Terms(Difficulty difficulty, RewardTerms reward) {}
