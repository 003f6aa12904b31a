package io.potpool.redis;

import io.potpool.spi.JournalId;
import io.potpool.store.Recent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * By which number each record of the terms log was asked for. A repeat of one whose answer was lost has the number of the first
 * try, so that it gets that record and not another. Thread-safe.
 */
final class Asked {

    private static final int FAILED = 4096;

    private record What(JournalId by, ByteBuffer change) {}

    private final Map<What, Long> failed = new Recent<>(FAILED);
    /** Another process of the same instance's id would else get this one's records. */
    private long last = ThreadLocalRandom.current().nextLong(1L << 62);

    synchronized long number(JournalId by, byte[] change) {
        Long again = failed.remove(new What(by, ByteBuffer.wrap(change)));
        return again == null ? ++last : again;
    }

    /** The answer was lost, or the store did not do it. */
    synchronized void failed(JournalId by, byte[] change, long number) {
        failed.put(new What(by, ByteBuffer.wrap(change)), number);
    }
}
