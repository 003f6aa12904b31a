package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import java.time.Instant;
import java.util.List;

/**
 * A verified share with its pay.
 *
 * @param facts everything its pay is computed from, with the terms
 * @param login whose share it is
 * @param worker the worker's name, 1 to 32 characters of {@code [0-9A-Za-z._-]}
 * @param at when its line was read
 * @param entries its ledger entries; they sum to zero
 */
public record ShareCredit(
        ShareFacts facts, RewardTerms terms, Address login, String worker, Instant at, List<Entry> entries) {

    /** @throws IllegalArgumentException if the entries do not sum to zero */
    public ShareCredit {
        if (!Entry.balanced(entries)) {
            throw new IllegalArgumentException("entries that do not sum to zero");
        }
    }

    /** Returns what the login gets of the entries. */
    public Wei reward() {
        Account own = Account.of(login);
        Wei sum = Wei.ZERO;
        for (Entry entry : entries) {
            if (entry.account().equals(own)) {
                sum = sum.plus(entry.amount());
            }
        }
        return sum;
    }

    /** Returns the share's identity. */
    public ShareKey key() {
        return new ShareKey(facts.header(), facts.nonce());
    }
}
