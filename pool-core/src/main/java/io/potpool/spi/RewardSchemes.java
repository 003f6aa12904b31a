package io.potpool.spi;

import java.util.Optional;

/** Finds a reward scheme by the id that terms name. */
@FunctionalInterface
public interface RewardSchemes {

    /** Returns the scheme, or empty if no such scheme is known here. */
    Optional<RewardScheme> byId(String id);
}
