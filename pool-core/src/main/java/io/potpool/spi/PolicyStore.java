package io.potpool.spi;

import io.potpool.domain.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Keeps bans and the operator's lists. */
public interface PolicyStore {

    /** Records a ban; it replaces an earlier one of the same origin. */
    CompletionStage<Void> ban(Ban ban);

    /** Lifts a ban; without one, nothing changes. */
    CompletionStage<Void> lift(Origin origin);

    /** Returns the bans that end after {@code now}; others may be dropped. */
    List<Ban> bans(Instant now);

    /** Adds an entry to a list, or takes it off. Entries are kept as they are written. */
    CompletionStage<Void> list(AccessList list, String entry, boolean on);

    /** Returns the entries of a list. */
    Set<String> entries(AccessList list);
}
