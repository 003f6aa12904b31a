package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.Posting;

/** Takes what one pass over an old store finds. */
interface Sink {

    void post(Posting posting);

    void record(HistoryRecord record);

    void list(AccessList list, String entry);

    /** What must be put right before anything is imported. */
    void fault(String words);
}
