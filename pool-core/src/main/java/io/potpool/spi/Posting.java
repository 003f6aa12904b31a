package io.potpool.spi;

import io.potpool.ledger.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Entries of the ledger that no share makes: openings, adjustments, payments.
 *
 * @param id its name for ever: 1 to 128 characters
 * @param kind what it is, such as {@code opening}: 1 to 32 characters of {@code [a-z0-9-]}
 * @param at when it was made, kept to the millisecond
 * @param note for people, up to 1,000 characters
 * @param entries at least two; they sum to zero
 */
public record Posting(String id, String kind, Instant at, String note, List<Entry> entries) {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_NOTE = 1000;

    /** @throws IllegalArgumentException if a text is outside its bounds, or the entries do not sum to zero */
    public Posting {
        if (id.isEmpty() || id.length() > LONGEST_ID || note.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException(
                    "the id of a posting has 1 to " + LONGEST_ID + " characters, its note up to " + LONGEST_NOTE);
        }
        if (!kind.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("the kind of a posting has 1 to 32 characters of [a-z0-9-]");
        }
        entries = List.copyOf(entries);
        if (entries.size() < 2 || !Entry.balanced(entries)) {
            throw new IllegalArgumentException("a posting of entries that do not sum to zero");
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
