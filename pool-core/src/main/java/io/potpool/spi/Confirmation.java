package io.potpool.spi;

import java.time.Instant;

/**
 * What an instance tells the store every second.
 *
 * @param id whose it is
 * @param known the last settled sequence of the terms log that it has applied
 * @param seen the highest sequence up to which it knows every record, settled or {@link Agreement#pending}: should it lose
 *     the store, it knows which nonces' terms may have changed behind its back
 * @param announced the highest height it has ever announced in this run, or -1
 * @param lowestCommittable the lowest height of which it may still commit a share, from its window or its spool
 * @param storeTime the {@link Agreement#at()} of the last agreement it received: how fresh it is, by the store's clock
 * @param state for display
 * @param held what the store may have lost
 */
public record Confirmation(
        JournalId id,
        long known,
        long seen,
        long announced,
        long lowestCommittable,
        Instant storeTime,
        InstanceState state,
        Holdings held) {

    /** Creates a confirmation that gives nothing back. */
    public Confirmation(
            JournalId id,
            long known,
            long seen,
            long announced,
            long lowestCommittable,
            Instant storeTime,
            InstanceState state) {
        this(id, known, seen, announced, lowestCommittable, storeTime, state, Holdings.NONE);
    }
}
