package io.potpool.ethash;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages in a file mapped into memory, read only.
 *
 * <p>A page that cannot be read, for the file was cut or its disk fails, shows as an {@link InternalError}; before Java 21 at
 * some later time, after a read that gave anything at all. So what was read is believed only while the file has its length.
 */
final class MappedPages extends PageMemory {

    private static final Logger LOG = LoggerFactory.getLogger(MappedPages.class);
    private static final int LANES = PageSource.LANES;
    private static final int HALF = LANES / 2;

    /** Pages of a part: 1 GiB, half of what one mapping can hold. */
    private static final int PART_BITS = 23;

    private static final int PART_PAGES = 1 << PART_BITS;
    private static final long PART_BYTES = (long) PART_PAGES * EthashSizes.PAGE_BYTES;

    private final FileChannel channel;
    private final long length;
    private final LongBuffer[] parts;

    /** Maps a file from {@code offset} to its end. */
    MappedPages(Path file, long offset) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        length = channel.size();
        long bytes = length - offset;
        parts = new LongBuffer[(int) ((bytes + PART_BYTES - 1) / PART_BYTES)];
        for (int part = 0; part < parts.length; part++) {
            long from = part * PART_BYTES;
            parts[part] = channel.map(FileChannel.MapMode.READ_ONLY, offset + from, Math.min(PART_BYTES, bytes - from))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
        }
    }

    private static int index(long page) {
        return (int) (page & PART_PAGES - 1) * LANES;
    }

    @Override
    void read(long page, long[] into) {
        parts[(int) (page >>> PART_BITS)].get(index(page), into, 0, LANES);
    }

    @Override
    long touch(long[] pages, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            LongBuffer part = parts[(int) (pages[i] >>> PART_BITS)];
            int from = index(pages[i]);
            sum ^= part.get(from) ^ part.get(from + HALF);
        }
        return sum;
    }

    @Override
    void gather(long[] pages, int count, long[] planes) {
        int stride = 2 * count;
        for (int i = 0; i < count; i++) {
            LongBuffer part = parts[(int) (pages[i] >>> PART_BITS)];
            int from = index(pages[i]);
            for (int lane = 0; lane < HALF; lane++) {
                planes[lane * stride + i] = part.get(from + lane);
                planes[lane * stride + count + i] = part.get(from + HALF + lane);
            }
        }
    }

    @Override
    boolean isSound() {
        try {
            return channel.size() == length;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    void close() {
        try {
            channel.close();
        } catch (IOException fault) {
            LOG.debug("a dataset file did not close", fault);
        }
    }
}
