package io.potpool.audit;

import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.RewardSchemes;
import io.potpool.store.Recent;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes shares' entries from their rows once more, by the scheme that their terms name. */
public final class Recomputation {

    private final RewardSchemes schemes;
    private final Faults faults;
    private final Map<String, RewardTerms> terms = new Recent<>(1024);
    private final Set<String> unknown = new HashSet<>();

    /** Begins with nothing computed. */
    public Recomputation(RewardSchemes schemes, Faults faults) {
        this.schemes = schemes;
        this.faults = faults;
    }

    /** Compares what the shares of a batch make with what is booked for it. */
    public void compare(String batch, Tally credits, Tally booked) {
        for (Map.Entry<String, Tally.Line> credit : credits.lines().entrySet()) {
            Tally.Line entry = booked.lines().get(credit.getKey());
            BigInteger amount = entry == null ? BigInteger.ZERO : entry.amount;
            if (!amount.equals(credit.getValue().amount)) {
                faults.add(batch + ": " + credit.getKey() + " has an entry of " + amount + " wei, its shares make "
                        + credit.getValue().amount);
            }
        }
        for (String account : booked.lines().keySet()) {
            if (!credits.lines().containsKey(account)) {
                faults.add(batch + ": an entry of " + account + " that no share makes");
            }
        }
    }

    /**
     * Adds a share's entries to {@code credits}; returns false if its scheme is not known.
     *
     * @throws IllegalArgumentException if the row's terms or login are not what they should be
     */
    public boolean add(String name, ShareRow share, Tally credits) {
        if (share.late()) {
            if (share.wei().signum() != 0) {
                faults.add(name + ": a late duplicate with " + share.wei() + " wei");
            }
            return true;
        }
        RewardTerms under = terms.computeIfAbsent(share.terms(), RewardTerms::parse);
        Optional<RewardScheme> scheme = schemes.byId(under.schemeId());
        if (scheme.isEmpty()) {
            credits.of(share.login()).shares++;
            if (unknown.add(under.schemeId())) {
                faults.add(
                        "reward scheme \"" + under.schemeId() + "\" is not known here: its shares are not recomputed");
            }
            return false;
        }
        List<Entry> entries = scheme.get().onShare(share.facts(), under, share.address());
        BigInteger pay = BigInteger.ZERO;
        for (Entry entry : entries) {
            pay = entry.account().equals(Account.of(share.address()))
                    ? pay.add(entry.amount().value())
                    : pay;
        }
        if (!pay.equals(share.wei())) {
            faults.add(name + ": " + share.wei() + " wei, recomputed " + pay);
        }
        credits.add(share.login(), entries);
        return true;
    }
}
