package io.potpool.stratum.codec;

/** What one line from a miner turned out to be. */
public sealed interface Incoming
        permits Request, Incoming.Answer, Incoming.Batch, Incoming.BadRequest, Incoming.Malformed {

    /** An object without a method: the miner's answer to something the pool sent. */
    record Answer() implements Incoming {}

    /** A top-level array, which is a JSON-RPC batch. */
    record Batch() implements Incoming {}

    /**
     * JSON, but not a request.
     *
     * @param id the id token to answer with
     */
    record BadRequest(String id) implements Incoming {}

    /** Not one JSON object. */
    record Malformed() implements Incoming {}
}
