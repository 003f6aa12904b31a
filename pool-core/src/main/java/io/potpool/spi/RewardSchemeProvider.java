package io.potpool.spi;

/** Makes a reward scheme by id; see {@link Provider}. */
public interface RewardSchemeProvider extends Provider<RewardScheme> {}
