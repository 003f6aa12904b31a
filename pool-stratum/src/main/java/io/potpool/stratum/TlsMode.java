package io.potpool.stratum;

/** Whether a port speaks TLS. */
public enum TlsMode {
    /** Plain TCP only. */
    OFF,

    /** Both: a connection whose first byte is that of a TLS handshake is served by TLS. */
    ALSO,

    /** TLS only. */
    ONLY
}
