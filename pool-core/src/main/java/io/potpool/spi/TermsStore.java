package io.potpool.spi;

import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Keeps the terms log. */
public interface TermsStore {

    /**
     * Records a change, to hold from one above the highest height announced: the store's own record of it or
     * {@code announced}, whichever is higher.
     *
     * <p>{@code announced} is asked once, within the store's transaction and immediately before the record is written;
     * the stage completes after that transaction has ended, also if it failed.
     */
    CompletionStage<TermsRecord> append(TermsChange change, LongSupplier announced);

    /**
     * Returns, in their order, the records that decide any height from {@code lowestHeight} on: for the defaults and
     * for every prefix the last record at or below it and all later ones. Prefixes whose only such record is an end may
     * be left out.
     */
    List<TermsRecord> load(long lowestHeight);
}
