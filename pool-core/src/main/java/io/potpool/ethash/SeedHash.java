package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.util.ArrayList;
import java.util.List;

/**
 * Seeds of light caches: 32 zero bytes under repeated Keccak-256. Thread-safe; every seed is computed once and kept.
 */
public final class SeedHash {

    /** The highest number of rounds: that of the last epoch under the doubled epochs of ECIP-1099. */
    public static final int MAX_ROUNDS = 2 * EthashSizes.MAX_EPOCH + 1;

    private static final List<Hash256> KNOWN = new ArrayList<>(List.of(Hash256.ZERO));

    private SeedHash() {}

    /**
     * Returns the seed after {@code rounds} applications of Keccak-256.
     *
     * @param rounds 0 to {@link #MAX_ROUNDS}
     * @throws IllegalArgumentException if {@code rounds} is out of range
     */
    public static Hash256 ofRounds(int rounds) {
        check(rounds);
        synchronized (KNOWN) {
            for (int n = KNOWN.size(); n <= rounds; n++) {
                KNOWN.add(Hash256.of(Keccak.keccak256(KNOWN.get(n - 1).toBytes())));
            }
            return KNOWN.get(rounds);
        }
    }

    static void check(int rounds) {
        if (rounds < 0 || rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("seed rounds " + rounds + " are not in 0.." + MAX_ROUNDS);
        }
    }
}
