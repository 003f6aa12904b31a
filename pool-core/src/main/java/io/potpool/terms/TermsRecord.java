package io.potpool.terms;

/**
 * A recorded change and where it begins to hold.
 *
 * @param sequence its place in the log, ascending
 * @param fromHeight the first height it decides: one above the highest height ever announced when it was recorded
 */
public record TermsRecord(long sequence, long fromHeight, TermsChange change) {}
