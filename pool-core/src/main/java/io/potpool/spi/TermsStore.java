package io.potpool.spi;

import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Keeps the terms log. */
public interface TermsStore {

    /**
     * Records a change. The stage completes with the record once it is <em>settled</em>: durable and with its first height
     * fixed, one above the greatest height announced: the store's own record of it or {@code announced}, whichever is
     * higher.
     *
     * <p>A record of the only registered instance, or of anybody while none is registered, settles at once. Others settle
     * when every registered instance has seen them and is fresh ({@link InstanceStore}); records settle in the order of
     * their sequence and none is skipped. The instance {@code by} counts as having seen this record, and none before it
     * that it has not confirmed.
     *
     * <p>{@code announced} is asked once, immediately before the record is written (in a store of one process within its
     * transaction); the stage completes after the transaction that settles the record has ended, also if that failed. A
     * stage that fails leaves the record's fate unknown: it may settle later and is then told like any other record.
     */
    CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced);

    /**
     * Returns, in their order, the settled records that decide any height from {@code lowestHeight} on: for the defaults
     * and for every prefix the last record at or below it and all later ones. Prefixes whose only such record is an end
     * may be left out.
     */
    List<TermsRecord> load(long lowestHeight);
}
