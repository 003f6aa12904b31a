package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.ledger.Entry;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import java.util.List;

/**
 * Share accounting: which ledger entries a share makes, and which a block's income makes.
 *
 * <p>Pure: the same arguments give the same entries on every machine and JVM, so that anyone can recompute them.
 * Thread-safe; called for every share on a verifier thread. All lists of entries sum to zero.
 */
public interface RewardScheme {

    /** Returns the id that the config and the terms name it by. */
    String id();

    /** Returns the entries of a verified share that counts. */
    List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login);

    /** Returns the entries of a block's income once it is mature. */
    List<Entry> onIncome(BlockIncome income);

    /** Returns the entries that undo {@link #onIncome} when a mature block is lost. */
    default List<Entry> onReversal(BlockIncome income) {
        return onIncome(income).stream()
                .map(entry -> new Entry(entry.account(), entry.amount().negated()))
                .toList();
    }
}
