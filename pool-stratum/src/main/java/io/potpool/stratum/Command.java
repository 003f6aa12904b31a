package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.Optional;
import java.util.OptionalLong;

/** What a miner asks for, whatever his protocol calls it. */
sealed interface Command {

    /** Asks for a nonce prefix. */
    record Subscribe(LeasingDialect voice, String agent) implements Command {}

    /**
     * Names the account that is paid.
     *
     * @param user address, worker and more, as written
     * @param worker a worker named beside the user, or empty
     * @param password empty where the protocol has no use for it
     */
    record Login(String user, String worker, String password) implements Command {}

    /** Asks for the current job. */
    record GetWork(PollingDialect voice) implements Command {}

    /**
     * Sends a share.
     *
     * @param user the user as written, or empty where the protocol does not name it
     * @param worker a worker named beside the user, or empty
     * @param headerWord the first 64 bits of the header
     * @param header the whole header where the protocol sends it
     */
    record Submit(
            String user, String worker, long headerWord, Optional<Hash256> header, Nonce nonce, Optional<Hash256> mix)
            implements Command {}

    /** Sends what cannot be a share; a session that has not logged in is told that first. */
    record BadShare(Refusal why) implements Command {}

    /**
     * Tells the miner's own hashrate, in hashes a second.
     *
     * @param rate empty if it cannot be read
     * @param worker a worker named beside it, or empty
     * @param token the worker's token, or empty
     */
    record Hashrate(OptionalLong rate, String worker, String token) implements Command {}

    /** Asks what block is mined. */
    record PendingBlock(GetworkDialect voice) implements Command {}

    /** Says something whose answer depends on nothing but the request. */
    record Say(String answer) implements Command {}

    /** Says that the miner leaves. */
    record Bye() implements Command {}

    /** Says something that needs no more than a "true". */
    record Acknowledge() implements Command {}

    /** Asks for extensions, of which there are none. */
    record Configure() implements Command {}

    /** Asks for something that is refused; the connection stays. */
    record Refuse(Refusal why) implements Command {}
}
