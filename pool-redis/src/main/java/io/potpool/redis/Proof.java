package io.potpool.redis;

import java.math.BigInteger;
import java.util.List;

/**
 * What an account must have by all its rows, at the moment when it was read as {@code kept}.
 *
 * @param faults what is wrong with rows, so that they prove nothing; empty if nothing is
 */
record Proof(Snapshot.Kept kept, BigInteger wei, long shares, List<String> faults) {

    /** Returns whether the account has what it must have. */
    boolean isKept() {
        return Amounts.gwei(wei).toString().equals(kept.gwei)
                && Long.toString(Amounts.below(wei)).equals(kept.below)
                && Long.toString(shares).equals(kept.shares);
    }

    /** Returns whether nothing is known of such an account. */
    boolean isOfNobody() {
        return kept.isNothing() && wei.signum() == 0 && shares == 0;
    }
}
