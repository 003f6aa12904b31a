package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Nonce;
import io.potpool.rewards.RewardTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The terms of every nonce at every height that may still count: a function of (height, nonce prefix), fixed before any
 * header of that height exists.
 *
 * <p>Holds recorded changes only, in their order. Thread-safe; look-ups never block.
 */
public final class TermsLog {

    /** Who holds a prefix, and under what. */
    record Held(Address login, LeaseTerms terms) {}

    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    private final Map<NoncePrefix, Timeline<Optional<Held>>> leases = new ConcurrentHashMap<>();
    private volatile Timeline<Terms> defaults = Timeline.empty();
    private long lastSequence;

    /** Applies a record; records are applied in the order of the store's log. */
    public void apply(TermsRecord entry) {
        synchronized (this) {
            lastSequence = Math.max(lastSequence, entry.sequence());
        }
        if (entry.change() instanceof TermsChange.Defaults change) {
            synchronized (this) {
                defaults = defaults.with(entry.fromHeight(), change.terms());
            }
        } else if (entry.change() instanceof TermsChange.Lease change) {
            put(change.prefix(), entry.fromHeight(), Optional.of(new Held(change.login(), change.terms())));
        } else if (entry.change() instanceof TermsChange.End change) {
            put(change.prefix(), entry.fromHeight(), Optional.empty());
        }
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
        return defaultsAt(height).map(terms -> combine(terms, heldAt(nonce, height)));
    }

    /** Returns what the nonces of {@code prefix} are paid under at {@code height}. */
    public Optional<NonceTerms> at(NoncePrefix prefix, long height) {
        return defaultsAt(height).map(terms -> combine(terms, heldAt(prefix, height)));
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

    private static NonceTerms combine(Terms defaults, Optional<Held> held) {
        if (held.isEmpty()) {
            return new NonceTerms(
                    defaults.difficulty(), defaults.difficulty(), defaults.reward(), defaults.schedule(), false);
        }
        LeaseTerms own = held.get().terms();
        RewardTerms reward = own.a().map(defaults.reward()::withA).orElse(defaults.reward());
        return new NonceTerms(
                own.difficulty().map(defaults.difficulty()::max).orElse(defaults.difficulty()),
                defaults.difficulty(),
                reward,
                defaults.schedule(),
                true);
    }

    /** Returns the prefixes whose last record is a lease, not an end. */
    List<NoncePrefix> open() {
        List<NoncePrefix> open = new ArrayList<>();
        leases.forEach((prefix, timeline) -> {
            if (timeline.last().flatMap(Timeline.Step::value).isPresent()) {
                open.add(prefix);
            }
        });
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
