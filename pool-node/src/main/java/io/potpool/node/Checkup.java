package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node said of itself; whatever it did not or could not say is empty.
 *
 * @param begunAt when it was asked
 * @param unsettled why it is not known whose work it gives, if a question about that was answered with an error
 * @param foreign why its work must not be used, if so
 * @param coinbase the address it mines to
 * @param syncGap how many blocks it knows of and lacks
 * @param blocks hashes of canonical blocks, by height
 */
record Checkup(
        Instant begunAt,
        Optional<String> unsettled,
        Optional<Problem> foreign,
        Optional<Address> coinbase,
        OptionalLong peers,
        OptionalLong syncGap,
        Map<Long, Hash256> blocks) {

    static final Checkup EMPTY = new Checkup(
            Instant.MIN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of());

    /** Returns this checkup, in which what is not settled stays as an earlier one found it. */
    Checkup after(Checkup earlier) {
        boolean open = unsettled.isPresent() && foreign.isEmpty();
        return open ? new Checkup(begunAt, unsettled, earlier.foreign, coinbase, peers, syncGap, blocks) : this;
    }
}
