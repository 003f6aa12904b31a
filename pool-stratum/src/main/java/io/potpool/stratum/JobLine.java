package io.potpool.stratum;

/**
 * A job's push, encoded once for all sessions of a protocol.
 *
 * @param head the line up to where the session's nonce prefix belongs
 * @param tail the rest; empty if the line has no place for a prefix
 */
record JobLine(String head, String tail) {}
