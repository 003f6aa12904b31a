package io.potpool.keccak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Keccak-256 and Keccak-512 with the original padding (domain byte 0x01), which Ethereum uses; not NIST SHA-3.
 *
 * <p>Stateless and thread-safe. Written after the Keccak reference, version 3.0.
 */
public final class Keccak {

    private static final int RATE_256 = 136;
    private static final int RATE_512 = 72;

    private static final VarHandle LANES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Keccak() {}

    /** Returns the 32-byte Keccak-256 digest of {@code input}. */
    public static byte[] keccak256(byte[] input) {
        return digest(input, RATE_256, 32);
    }

    /** Returns the 64-byte Keccak-512 digest of {@code input}. */
    public static byte[] keccak512(byte[] input) {
        return digest(input, RATE_512, 64);
    }

    private static byte[] digest(byte[] input, int rate, int length) {
        long[] state = new long[25];
        int offset = 0;
        while (input.length - offset >= rate) {
            for (int i = 0; i < rate; i += Long.BYTES) {
                state[i >>> 3] ^= (long) LANES.get(input, offset + i);
            }
            KeccakF.permute(state);
            offset += rate;
        }
        int rest = input.length - offset;
        for (int i = 0; i < rest; i++) {
            xorByte(state, i, input[offset + i]);
        }
        xorByte(state, rest, 0x01);
        xorByte(state, rate - 1, 0x80);
        KeccakF.permute(state);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i += Long.BYTES) {
            LANES.set(out, i, state[i >>> 3]);
        }
        return out;
    }

    private static void xorByte(long[] state, int index, int value) {
        state[index >>> 3] ^= (value & 0xffL) << (index & 7) * 8;
    }
}
