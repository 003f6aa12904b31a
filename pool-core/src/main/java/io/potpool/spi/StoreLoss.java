package io.potpool.spi;

import java.util.Set;

/**
 * What a store has found of writes that it had confirmed and has lost since: a failover to a copy that was behind, or a restart
 * without the last second.
 *
 * @param number above 0 where the store has lost an answer it had given this instance. Until the instance has answered with the
 *     same number ({@link Holdings#loss()}), it counts as having seen nothing that is pending, and nothing settles
 * @param othersBytes those of the first bytes the instance has confirmed that belong to another instance now: no prefix of
 *     them may be used any more
 */
public record StoreLoss(long number, Set<Integer> othersBytes) {

    /** Nothing is lost. */
    public static final StoreLoss NONE = new StoreLoss(0, Set.of());

    /** Copies the set. */
    public StoreLoss {
        othersBytes = Set.copyOf(othersBytes);
    }
}
