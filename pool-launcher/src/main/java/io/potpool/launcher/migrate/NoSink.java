package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.Posting;

/** Takes everything to nowhere. */
final class NoSink implements Sink {

    @Override
    public void post(Posting posting) {}

    @Override
    public void record(HistoryRecord record) {}

    @Override
    public void list(AccessList list, String entry) {}

    @Override
    public void fault(String words) {}
}
