package io.potpool.testkit.adversary;

/** What is wrong with a pool of several instances. */
public enum PoolBug {
    /** Nothing. */
    NONE,
    /** An instance claims to know records that it does not. */
    CLAIMS_TO_HAVE_SEEN_ALL,
    /** An instance announces a height before it applies what has settled below it. */
    ANNOUNCES_WITHOUT_RECORDS,
    /** Records hold from the height that was announced last. */
    TERMS_HOLD_AT_ONCE,
    /** The end of a lease is believed to have held for ever. */
    LEASES_ARE_FORGOTTEN_AT_THEIR_END,
    /** The same share is another one for another instance. */
    SHARES_ARE_PER_INSTANCE
}
