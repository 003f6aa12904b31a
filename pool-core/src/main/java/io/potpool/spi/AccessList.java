package io.potpool.spi;

/** A list that the operator keeps in the store. */
public enum AccessList {
    /** Addresses that are never banned nor limited. */
    WHITELIST,
    /** Logins that are not served. */
    BLACKLIST
}
