package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Nonce;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.Agreement;
import io.potpool.spi.Holdings;
import io.potpool.spi.JournalId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The terms of every nonce at every height that may still count: a function of (height, nonce prefix), fixed before any
 * header of that height exists.
 *
 * <p>Holds recorded changes only, in their order. Thread-safe; look-ups never block.
 */
public final class TermsLog {

    /** Who holds a prefix, and under what, by a record of which instance. */
    record Held(Address login, LeaseTerms terms, JournalId by) {}

    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    private final Map<NoncePrefix, Timeline<Optional<Held>>> leases = new ConcurrentHashMap<>();
    private volatile Timeline<Terms> defaults = Timeline.empty();
    private final PendingTerms pending = new PendingTerms();
    private final Deque<TermsRecord> recent = new ArrayDeque<>();
    private volatile long agreedUpTo = -1;
    private volatile BooleanSupplier cutOff = () -> false;
    private long lastSequence;

    /**
     * Sets when this instance has not heard of the others for so long that they may not count it any more: then anything may
     * have settled, and no height above those agreed on has certain terms.
     */
    public void doubtWhile(BooleanSupplier cutOffTooLong) {
        cutOff = cutOffTooLong;
    }

    /** Applies a settled record; records are applied in the order of the store's log, each once. */
    public synchronized void apply(TermsRecord entry) {
        if (entry.sequence() <= lastSequence) {
            return;
        }
        lastSequence = entry.sequence();
        recent.addLast(entry);
        if (recent.size() > Holdings.MOST_RECORDS) {
            recent.removeFirst();
        }
        if (entry.change() instanceof TermsChange.Defaults change) {
            defaults = defaults.with(entry.fromHeight(), change.terms());
        } else if (entry.change() instanceof TermsChange.Lease change) {
            put(change.prefix(), entry.fromHeight(), Optional.of(new Held(change.login(), change.terms(), entry.by())));
        } else if (entry.change() instanceof TermsChange.End change) {
            put(change.prefix(), entry.fromHeight(), Optional.empty());
        }
    }

    /** Applies a settled record unless there may be others before it; returns whether it is applied. */
    synchronized boolean applyNext(TermsRecord entry) {
        if (entry.sequence() == lastSequence + 1) {
            apply(entry);
        }
        return entry.sequence() <= lastSequence;
    }

    /** Applies what the store has settled and remembers what it has not; up to the height announced all is certain. */
    synchronized void apply(Agreement agreement) {
        agreement.settled().forEach(this::apply);
        agreement.pending().stream()
                .filter(entry -> entry.sequence() > lastSequence)
                .forEach(pending::tell);
        pending.agreed(lastSequence);
        agreedUpTo = Math.max(agreedUpTo, agreement.announced());
    }

    /** The store has lost writes: it tells again what is pending, maybe under other sequences. */
    synchronized void storeHasLost() {
        pending.forgetTold();
    }

    /** Returns the settled records that were applied last, ascending. */
    synchronized List<TermsRecord> recent() {
        return List.copyOf(recent);
    }

    /** A change of this instance is on its way to the store. */
    PendingTerms.Own begin(TermsChange change) {
        return pending.begin(change);
    }

    void over(PendingTerms.Own change) {
        pending.over(change);
    }

    void lost(PendingTerms.Own change) {
        pending.lost(change);
    }

    /** Returns whether a change of the default terms is pending. */
    public boolean pendingDefaults() {
        return pending.touchesAll();
    }

    /** Returns how many changes are pending. */
    int pending() {
        return pending.size();
    }

    /** Returns the highest sequence up to which every record is known, also unsettled ones. */
    public synchronized long seen() {
        return Math.max(lastSequence, pending.highestTold());
    }

    /** Returns the highest sequence applied, or 0. */
    public synchronized long lastSequence() {
        return lastSequence;
    }

    private void put(NoncePrefix prefix, long fromHeight, Optional<Held> held) {
        leases.merge(
                prefix,
                Timeline.<Optional<Held>>empty().with(fromHeight, held),
                (old, unused) -> old.with(fromHeight, held));
    }

    /** Returns the default terms of a height, or empty while no default terms are recorded at all. */
    public Optional<Terms> defaultsAt(long height) {
        return defaults.atOrEarliest(height);
    }

    /** Returns the default terms recorded last, whichever height they begin with. */
    public Optional<Terms> newestDefaults() {
        return defaults.last().map(Timeline.Step::value);
    }

    /** Returns what {@code nonce} is paid under at {@code height}, or empty while no default terms are recorded. */
    public Optional<NonceTerms> at(Nonce nonce, long height) {
        boolean certain = isCertain(nonce, height);
        return defaultsAt(height).map(terms -> combine(terms, heldAt(nonce, height), certain));
    }

    /** Asked before the terms are read: what settles in between, and so ends the doubt, is then in what is read. */
    private boolean isCertain(Nonce nonce, long height) {
        return height <= agreedUpTo || !cutOff.getAsBoolean() && !pending.touches(nonce);
    }

    /** Returns what the nonces of {@code prefix} are paid under at {@code height}. */
    public Optional<NonceTerms> at(NoncePrefix prefix, long height) {
        return defaultsAt(height).map(terms -> combine(terms, heldAt(prefix, height), true));
    }

    /** Returns whether {@code login} held a prefix that covers {@code nonce} at {@code height} or later. */
    public boolean heldSince(long height, Nonce nonce, Address login) {
        for (int bytes = SHORTEST; bytes <= LONGEST; bytes++) {
            Timeline<Optional<Held>> timeline = leases.get(NoncePrefix.of(nonce, bytes));
            if (timeline != null
                    && timeline.from(height).steps().stream()
                            .anyMatch(step -> step.value().map(Held::login).equals(Optional.of(login)))) {
                return true;
            }
        }
        return false;
    }

    private Optional<Held> heldAt(Nonce nonce, long height) {
        for (int bytes = SHORTEST; bytes <= LONGEST; bytes++) {
            Optional<Held> held = heldAt(NoncePrefix.of(nonce, bytes), height);
            if (held.isPresent()) {
                return held;
            }
        }
        return Optional.empty();
    }

    private Optional<Held> heldAt(NoncePrefix prefix, long height) {
        Timeline<Optional<Held>> timeline = leases.get(prefix);
        return timeline == null ? Optional.empty() : timeline.at(height).flatMap(held -> held);
    }

    private static NonceTerms combine(Terms defaults, Optional<Held> held, boolean certain) {
        if (held.isEmpty()) {
            return new NonceTerms(
                    defaults.difficulty(),
                    defaults.difficulty(),
                    defaults.reward(),
                    defaults.schedule(),
                    false,
                    certain);
        }
        LeaseTerms own = held.get().terms();
        RewardTerms reward = own.a().map(defaults.reward()::withA).orElse(defaults.reward());
        return new NonceTerms(
                own.difficulty().map(defaults.difficulty()::max).orElse(defaults.difficulty()),
                defaults.difficulty(),
                reward,
                defaults.schedule(),
                true,
                certain);
    }

    /** Returns the prefixes whose last record is a lease, not an end, and which instance wrote that. */
    Map<NoncePrefix, JournalId> open() {
        Map<NoncePrefix, JournalId> open = new HashMap<>();
        leases.forEach((prefix, timeline) ->
                timeline.last().flatMap(Timeline.Step::value).ifPresent(held -> open.put(prefix, held.by())));
        return open;
    }

    /** Returns who held a prefix last at a height that is still kept. */
    Optional<Address> lastHolder(NoncePrefix prefix) {
        Timeline<Optional<Held>> timeline = leases.get(prefix);
        List<Timeline.Step<Optional<Held>>> steps = timeline == null ? List.of() : timeline.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).value().isPresent()) {
                return steps.get(i).value().map(Held::login);
            }
        }
        return Optional.empty();
    }

    /** Returns all prefixes that decide a height still kept. */
    List<NoncePrefix> prefixes() {
        return List.copyOf(leases.keySet());
    }

    /**
     * Forgets what decides no height from {@code lowestHeight} on.
     *
     * @return the prefixes that have become free to be granted again
     */
    List<NoncePrefix> forgetBelow(long lowestHeight) {
        synchronized (this) {
            defaults = defaults.from(lowestHeight);
        }
        List<NoncePrefix> free = new ArrayList<>();
        for (NoncePrefix prefix : leases.keySet()) {
            leases.computeIfPresent(prefix, (key, timeline) -> {
                Timeline<Optional<Held>> rest = timeline.from(lowestHeight);
                boolean over = rest.steps().size() == 1
                        && rest.steps().get(0).value().isEmpty()
                        && rest.steps().get(0).fromHeight() <= lowestHeight;
                if (over) {
                    free.add(key);
                    return null;
                }
                return rest;
            });
        }
        return free;
    }
}
