package io.potpool.terms;

import io.potpool.spi.JournalId;

/**
 * A recorded change and where it begins to hold.
 *
 * @param sequence its place in the log, ascending from 1
 * @param by the instance that wrote it, or {@link JournalId#UNKNOWN}
 * @param fromHeight the first height it decides: one above the highest height ever announced when it was settled
 */
public record TermsRecord(long sequence, JournalId by, long fromHeight, TermsChange change) {}
