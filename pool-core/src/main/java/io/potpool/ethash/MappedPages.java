package io.potpool.ethash;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;

/** Pages in a file mapped into memory, read only. */
final class MappedPages extends PageMemory {

    private static final int LANES = PageSource.LANES;
    private static final int HALF = LANES / 2;

    private final LongBuffer[] parts;

    /** Maps {@code bytes} bytes of a file, from {@code offset} on. */
    MappedPages(FileChannel channel, long offset, long bytes) throws IOException {
        parts = new LongBuffer[(int) ((bytes + PART_BYTES - 1) / PART_BYTES)];
        for (int part = 0; part < parts.length; part++) {
            long from = part * PART_BYTES;
            parts[part] = channel.map(FileChannel.MapMode.READ_ONLY, offset + from, Math.min(PART_BYTES, bytes - from))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
        }
    }

    @Override
    long lane(int part, int index) {
        return parts[part].get(index);
    }

    @Override
    long touch(long[] pages, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            LongBuffer part = parts[(int) (pages[i] >>> PART_BITS)];
            int from = (int) (pages[i] & PART_PAGES - 1) * LANES;
            sum ^= part.get(from) ^ part.get(from + HALF);
        }
        return sum;
    }

    @Override
    void gather(long[] pages, int count, long[] planes) {
        int stride = 2 * count;
        for (int i = 0; i < count; i++) {
            LongBuffer part = parts[(int) (pages[i] >>> PART_BITS)];
            int from = (int) (pages[i] & PART_PAGES - 1) * LANES;
            for (int lane = 0; lane < HALF; lane++) {
                planes[lane * stride + i] = part.get(from + lane);
                planes[lane * stride + count + i] = part.get(from + HALF + lane);
            }
        }
    }
}
