package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.KeccakF;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Caches and pages as the bytes that other implementations publish. */
final class CacheBytes {

    private static final int RATE_LANES = 17;

    private CacheBytes() {}

    static byte[] of(LightCache cache) {
        return bytes(cache.lanes(), cache.firstLane(), lanes(cache));
    }

    static byte[] page(LightCache cache, int index) {
        long[] page = new long[PageSource.LANES];
        new ComputedPages(cache).read(index, page);
        return bytes(page, 0, page.length);
    }

    /** Returns Keccak-256 of the cache without a copy of it. */
    static Hash256 keccak256(LightCache cache) {
        long[] state = new long[25];
        int at = cache.firstLane();
        int rest = lanes(cache);
        for (; rest >= RATE_LANES; rest -= RATE_LANES, at += RATE_LANES) {
            absorb(state, cache.lanes(), at, RATE_LANES);
            KeccakF.permute(state);
        }
        absorb(state, cache.lanes(), at, rest);
        state[rest] ^= 1;
        state[16] ^= 1L << 63;
        KeccakF.permute(state);
        return Seal.hash(state, 0);
    }

    private static int lanes(LightCache cache) {
        return (int) cache.rows().divisor() * LightCache.ROW_LANES;
    }

    private static void absorb(long[] state, long[] lanes, int from, int count) {
        for (int i = 0; i < count; i++) {
            state[i] ^= lanes[from + i];
        }
    }

    /** Returns the SHA-256 of the file in which geth stores the cache: an 8-byte magic number and the rows. */
    static String gethFileSha256(LightCache cache) {
        MessageDigest digest = sha256();
        digest.update(HexFormat.of().parseHex("fecaddbaaddee1fe"));
        for (int row = 0; row < cache.rows().divisor(); row++) {
            int from = cache.firstLane() + row * LightCache.ROW_LANES;
            digest.update(bytes(cache.lanes(), from, LightCache.ROW_LANES));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(long[] lanes, int from, int length) {
        ByteBuffer out = ByteBuffer.allocate(length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.asLongBuffer().put(lanes, from, length);
        return out.array();
    }
}
