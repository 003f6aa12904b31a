package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.work.Job;

/**
 * A job as it is told to miners.
 *
 * @param difficulty the share difficulty of unleased nonces
 * @param clean whether earlier jobs are to be dropped
 * @param algorithm the algorithm's name, for miners that cannot tell it from the seed
 */
record Work(Job job, Difficulty difficulty, boolean clean, String algorithm) {}
