package io.potpool.spi;

/** What the store did with a share of a batch. */
public enum ShareFate {
    /** Its entries are booked. */
    CREDITED,
    /** Its key was already stored; a zero row says so. */
    LATE_DUPLICATE
}
