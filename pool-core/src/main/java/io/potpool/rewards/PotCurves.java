package io.potpool.rewards;

import io.potpool.domain.Wei;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * {@link PotReward} with a memory: keeps what is the same for all shares of a job and terms, for 1,024 such pairs at
 * most; a lost one is prepared again in some ten microseconds. Pure from outside; safe for all threads, never blocks.
 */
public final class PotCurves {

    private static final int SLOTS = 1_024;

    private final AtomicReferenceArray<@Nullable Slot> slots = new AtomicReferenceArray<>(SLOTS);

    private record Slot(PotCurve.Key key, Optional<PotCurve> curve) {}

    /** Returns the pay of a share: exactly that of {@link PotReward#reward}. */
    public Wei reward(ShareFacts share, RewardTerms terms) {
        return PotReward.reward(curve(share, terms), share, terms);
    }

    private Optional<PotCurve> curve(ShareFacts share, RewardTerms terms) {
        PotCurve.Key key = PotCurve.Key.of(share, terms);
        int hash = key.hashCode();
        int index = (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
        Slot slot = slots.get(index);
        if (slot == null || !slot.key().equals(key)) {
            slot = new Slot(key, PotReward.curve(share, terms));
            slots.set(index, slot);
        }
        return slot.curve();
    }
}
