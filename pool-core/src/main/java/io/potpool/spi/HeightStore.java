package io.potpool.spi;

import java.util.concurrent.CompletionStage;

/** Keeps which heights the pool has announced to miners. */
public interface HeightStore {

    /** Returns the highest height ever announced, or -1; it never falls. */
    long highestAnnounced();

    /** Returns the height that falls of the chain are measured from, or -1: the highest since the last {@link #accept}. */
    long reference();

    /** Records that work of this height is about to be announced; raises both heights where they are lower. */
    CompletionStage<Void> announce(long height);

    /** Records that the operator accepts a chain of this height: the reference is set to it, up or down. */
    CompletionStage<Void> accept(long height);
}
