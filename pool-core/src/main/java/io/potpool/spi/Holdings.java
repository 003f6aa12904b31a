package io.potpool.spi;

import io.potpool.terms.TermsRecord;
import java.util.List;
import java.util.Set;

/**
 * What an instance has had from the store, told so that a store which has lost its last writes gets it back.
 *
 * @param loss the {@link StoreLoss#number()} that this answers, 0 for none: the instance has forgotten which pending records
 *     it was told of, and {@code records} are what it knows to be settled
 * @param records the settled records it has read last, ascending, {@link #MOST_RECORDS} at most; empty unless {@code loss} is
 *     answered
 * @param firstBytes the first bytes of the nonce space that it grants prefixes of
 */
public record Holdings(long loss, List<TermsRecord> records, Set<Integer> firstBytes) {

    /** How many settled records an instance keeps to give back at most. */
    public static final int MOST_RECORDS = 1000;

    /** Nothing to give back. */
    public static final Holdings NONE = new Holdings(0, List.of(), Set.of());

    /** Copies the collections. */
    public Holdings {
        records = List.copyOf(records);
        firstBytes = Set.copyOf(firstBytes);
    }
}
