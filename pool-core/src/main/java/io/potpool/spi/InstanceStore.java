package io.potpool.spi;

import io.potpool.terms.ExtranonceSpace;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Keeps which instances of the pool run on this store, and what they agree on.
 *
 * <p>A record of the terms log settles when every registered instance has seen it and is fresh. Whoever is silent keeps
 * all records from settling, until it is retired, forgotten, or has been silent for so long that the store removes it.
 */
public interface InstanceStore {

    /**
     * How old the store's time in an instance's last confirmation may be for the instance to count as fresh, by the
     * store's clock.
     */
    Duration FRESH = Duration.ofMillis(2500);

    /**
     * For how long the store keeps the nonces and terms of the heights that an instance's spool may still hold after it was
     * removed without having ended: because it was silent, was forgotten, or another took its place. Those heights reach
     * from the lowest it could commit when it was heard of last to the highest announced until it was removed, or, if it may
     * run on for a while without knowing, {@link #ABSENT_LEAD} above that.
     */
    Duration ABSENT = Duration.ofDays(30);

    /** How many heights an instance may announce after it was removed, cut off from the store and unaware of it. */
    long ABSENT_LEAD = 128;

    /** Of how many removed instances this is kept at most; the one removed first is given up for another. */
    int MOST_ABSENT = 64;

    /**
     * Registers an instance that starts; its agreement has {@code settled} empty: what is settled is to be read with
     * {@link TermsStore#load} after. From now on the instance counts for every record to come.
     */
    CompletionStage<Agreement> register(Instance instance);

    /**
     * Takes what an instance confirms and settles what can be settled.
     *
     * <p>A store that may lose writes finds out by the answers it has given this instance, and says so with {@link
     * StoreLoss}. What the instance gives back ({@link Holdings}) settles again as it was, under its sequence and from its
     * height; another record that has got its sequence in the meantime, and is pending, goes behind the last one. First bytes
     * that the instance holds are its own again unless another instance has got them.
     *
     * <p>Fails with {@link ForgottenInstanceException} if the instance is not registered (any more), or if it gives back a
     * record that has settled otherwise; it is then removed.
     */
    CompletionStage<Agreement> confirm(Confirmation confirmation);

    /**
     * Takes an instance off the register: a clean end, or a former run that is known to be over and drained; nothing needs
     * to be kept for it any more. Idempotent.
     */
    CompletionStage<Void> retire(JournalId id);

    /**
     * Takes a part of the nonce space for an instance: all prefixes that begin with this byte are its alone. Empty if no
     * byte of the space is free. 00 and ff come last; a byte of an instance that has ended is free again when no height
     * it had announced can be committed any more.
     *
     * @param held the bytes the instance knows to be its own. If the store has given it another one of the space, whose answer
     *     was lost, it gets that one again
     */
    CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held);

    /** Returns the registered instances, the one that registered first at the head. */
    List<InstanceView> all();
}
