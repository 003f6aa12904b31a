package io.potpool.store;

/** Which changes go ahead of which; each lane has a bound of its own, so that none can keep another out. */
public enum Lane {
    /** Heights and solutions: few, and a block or the fixing of terms hangs on them. */
    VITAL,
    /** Changes of terms, of which a restart of the pool or a lost uplink makes thousands. */
    TERMS,
    /** Batches of shares. */
    SHARES,
    /** Bans and lists, which may be many at once and can wait. */
    POLICY
}
