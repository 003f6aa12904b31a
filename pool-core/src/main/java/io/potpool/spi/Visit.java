package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.shares.ShareOutcome;

/** One admitted connection, as its {@link AccessPolicy} sees it. Thread-safe; nothing here blocks or throws. */
public interface Visit {

    /** May do everything. */
    Visit FREE = new Visit() {};

    /** Returns whether this login is served; a refusal is permanent in a miner's eyes. */
    default boolean mayLogin(Address login) {
        return true;
    }

    /**
     * Asks whether a share may be verified now; false means that too many of this address are under way unproven. Every
     * true is followed by one {@link #judged}.
     */
    default boolean maySubmit() {
        return true;
    }

    /** Is told how a share that {@link #maySubmit} let pass ended, also after {@link #end}. */
    default void judged(ShareOutcome outcome) {}

    /** Is told of something that went wrong before anything was judged. */
    default void offends(Offence offence) {}

    /**
     * Is told that the protocol makes a connection for every request, as HTTP getwork does: it does not count against a
     * limit of connections over time.
     */
    default void isOneRequest() {}

    /** Is told that the connection has ended. Idempotent. */
    default void end() {}
}
