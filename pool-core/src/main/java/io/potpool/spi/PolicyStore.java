package io.potpool.spi;

import io.potpool.domain.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Keeps bans and the operator's lists. */
public interface PolicyStore {

    /** How many bans are read at most. */
    int MOST_BANS = 65_536;

    /** Records a ban; it replaces an earlier one of the same origin. */
    CompletionStage<Void> ban(Ban ban);

    /** Lifts a ban; without one, nothing changes. */
    CompletionStage<Void> lift(Origin origin);

    /** Returns the bans that end after {@code now}, the last to end first and {@link #MOST_BANS} at most; others may be dropped. */
    List<Ban> bans(Instant now);

    /** Adds an entry to a list, or takes it off. Entries are kept as they are written. */
    CompletionStage<Void> list(AccessList list, String entry, boolean on);

    /** Returns the entries of a list. */
    Set<String> entries(AccessList list);
}
