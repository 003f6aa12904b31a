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

    private static final int RATE_WORDS = 34;

    private CacheBytes() {}

    static byte[] of(LightCache cache) {
        return bytes(cache.words(), cache.firstWord(), cache.rowCount() * LightCache.ROW_WORDS);
    }

    static byte[] page(LightCache cache, int index) {
        int[] page = new int[32];
        new ComputedPages(cache).read(index, page);
        return bytes(page, 0, page.length);
    }

    /** Returns Keccak-256 of the cache without a copy of it. */
    static Hash256 keccak256(LightCache cache) {
        long[] state = new long[25];
        int at = cache.firstWord();
        int rest = cache.rowCount() * LightCache.ROW_WORDS;
        for (; rest >= RATE_WORDS; rest -= RATE_WORDS, at += RATE_WORDS) {
            absorb(state, cache.words(), at, RATE_WORDS / 2);
            KeccakF.permute(state);
        }
        absorb(state, cache.words(), at, rest / 2);
        state[rest / 2] ^= 1;
        state[16] ^= 1L << 63;
        KeccakF.permute(state);
        return Seal.hash(state, 0);
    }

    private static void absorb(long[] state, int[] words, int from, int lanes) {
        for (int i = 0; i < lanes; i++) {
            state[i] ^= Words.lane(words, from + 2 * i);
        }
    }

    /** Returns the SHA-256 of the file in which geth stores the cache: an 8-byte magic number and the rows. */
    static String gethFileSha256(LightCache cache) {
        MessageDigest digest = sha256();
        digest.update(HexFormat.of().parseHex("fecaddbaaddee1fe"));
        for (int row = 0; row < cache.rowCount(); row++) {
            int from = cache.firstWord() + row * LightCache.ROW_WORDS;
            digest.update(bytes(cache.words(), from, LightCache.ROW_WORDS));
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

    private static byte[] bytes(int[] words, int from, int length) {
        ByteBuffer out = ByteBuffer.allocate(length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.asIntBuffer().put(words, from, length);
        return out.array();
    }
}
