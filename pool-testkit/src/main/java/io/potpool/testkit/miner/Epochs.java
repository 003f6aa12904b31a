package io.potpool.testkit.miner;

import io.potpool.domain.Hash256;
import io.potpool.ethash.EthashEpoch;
import io.potpool.keccak.Keccak;
import io.potpool.testkit.pow.EpochSchedule;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the epoch of a job by its height, or by its seed where no height is told. */
final class Epochs {

    private static final int MAX_ROUNDS = 2048;

    private final EpochSchedule schedule;
    private final Map<Hash256, EthashEpoch> bySeed = new ConcurrentHashMap<>();

    Epochs(EpochSchedule schedule) {
        this.schedule = schedule;
    }

    EthashEpoch of(@Nullable Long height, String seed) {
        return height != null ? schedule.at(height) : bySeed.computeIfAbsent(Hash256.parse(seed), this::search);
    }

    private EthashEpoch search(Hash256 seed) {
        byte[] step = new byte[Hash256.BYTES];
        for (int rounds = 0; rounds < MAX_ROUNDS; rounds++) {
            if (Hash256.of(step).equals(seed)) {
                boolean longEpochs = rounds * 30_000L >= schedule.ecip1099Height();
                return new EthashEpoch(longEpochs ? rounds / 2 : rounds, rounds);
            }
            step = Keccak.keccak256(step);
        }
        throw new IllegalArgumentException("no epoch has the seed " + seed);
    }
}
