package io.potpool.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps who does what only one instance may do, such as payouts and shifts: leases with fencing tokens. */
public interface LeadershipStore {

    /**
     * Takes an office, or renews it for its holder, for {@code ttl} from now by the store's clock. Empty while another
     * instance holds it.
     */
    CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl);

    /** Gives an office up; if its token is not the newest any more, nothing changes. */
    CompletionStage<Void> leave(Leadership held);

    /** Returns who holds an office now. */
    Optional<InstanceHolder> holder(String office);
}
