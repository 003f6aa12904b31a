package io.potpool.testkit.miner;

import io.potpool.domain.Nonce;
import io.potpool.ethash.PowHash;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protocol from the miner's side; one object per connection, used by its reader and its hashing thread. */
interface Dialect {

    /** Returns the lines to send on connection. */
    List<String> hello();

    /** Takes a message that is no answer to a share; returns what it means. */
    Event message(Map<String, Object> message);

    String submit(long id, Job job, Nonce nonce, PowHash hash);

    /** A message's meaning: lines to send, a job to start, a login done. */
    record Event(List<String> answers, @Nullable Job job, boolean loggedIn) {

        static final Event NOTHING = new Event(List.of(), null, false);

        static Event of(Job job) {
            return new Event(List.of(), job, false);
        }
    }
}
