package io.potpool.jobs;

import io.potpool.ethash.EthashEpoch;

/** Says whether shares of an epoch can be verified at once, and has its cache built if not. Never blocks. */
@FunctionalInterface
public interface EpochGate {

    /** Returns whether the cache is there; if not, it is being built when this returns. */
    boolean ready(EthashEpoch epoch);
}
