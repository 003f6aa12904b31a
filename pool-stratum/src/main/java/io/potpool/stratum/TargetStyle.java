package io.potpool.stratum;

/** How a share target is written to miners whose protocol sends one. */
public enum TargetStyle {
    /** {@code 0x} and always 64 digits: understood by everything but a few old machines. */
    PADDED,

    /** Without leading zero bytes, as the Go pools sent it. */
    STRIPPED
}
