package io.potpool.spi;

import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Instances and offices of a store that one process has to itself: there is one instance, the whole nonce space is its own,
 * and it holds whatever office it asks for. An instance that registers takes the place of the one before.
 *
 * <p>For authors of such stores. Thread-safe; never blocks.
 */
public final class OneInstance implements InstanceStore, LeadershipStore {

    private static final int BYTES = 256;

    /** What such a store knows. */
    public interface State {

        /** Returns the records of the terms log after this sequence, in their order; all records are settled. */
        CompletionStage<List<TermsRecord>> after(long known);

        /** Returns the highest sequence of the terms log, 0 while it is empty. */
        long lastSequence();

        /** Returns the highest height ever announced, or -1. */
        long announced();

        /** Returns the reference height, or -1. */
        long best();

        /** Returns a number above all that were returned for this office before, also by earlier processes. */
        CompletionStage<Long> nextToken(String office);

        /**
         * Records that this instance is registered. If another one was and has not ended, what its spool may still hold is
         * kept for {@link InstanceStore#ABSENT}.
         */
        default CompletionStage<Void> began(JournalId id) {
            return CompletableFuture.completedFuture(null);
        }

        /**
         * Records that an instance is over. What is kept for it stays where the registered one may still commit such heights: it
         * may have its spool.
         *
         * @param leastCommittable the least height that the registered instance may still commit, or {@link Long#MAX_VALUE}
         */
        default CompletionStage<Void> ended(JournalId id, long leastCommittable) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private record Office(JournalId holder, Leadership held) {}

    private final State state;
    private final InstantSource clock;
    private final Deque<JournalId> gone = new ArrayDeque<>();
    private final BitSet given = new BitSet(BYTES);
    private final Map<String, Office> offices = new HashMap<>();
    private @Nullable InstanceView registered;
    private long committable;

    /** @param committable the least height that earlier runs may have left to commit; {@link Long#MAX_VALUE} for none */
    public OneInstance(State state, long committable, InstantSource clock) {
        this.state = state;
        this.committable = committable;
        this.clock = clock;
    }

    /** Returns the agreement of a store without other instances; for {@link HeightStore#announce} too. */
    public CompletionStage<Agreement> agreement(long known) {
        long announced = state.announced();
        CompletionStage<List<TermsRecord>> settled =
                known >= state.lastSequence() ? CompletableFuture.completedFuture(List.of()) : state.after(known);
        return settled.thenApply(records -> agreement(records, announced));
    }

    private synchronized Agreement agreement(List<TermsRecord> settled, long announced) {
        return new Agreement(
                settled,
                List.of(),
                state.lastSequence(),
                announced,
                state.best(),
                committable,
                List.copyOf(gone),
                clock.instant());
    }

    /** Returns the least height that may still be committed, or {@link Long#MAX_VALUE}. */
    public synchronized long leastCommittable() {
        return committable;
    }

    @Override
    public CompletionStage<Agreement> register(Instance instance) {
        synchronized (this) {
            if (registered != null) {
                leaves(registered.instance().id());
            }
            Instant now = clock.instant();
            registered = new InstanceView(
                    instance, new Confirmation(instance.id(), 0, 0, -1, committable, now, InstanceState.NONE), now);
        }
        return state.began(instance.id()).thenCompose(done -> agreement(Long.MAX_VALUE));
    }

    private void leaves(JournalId id) {
        gone.addLast(id);
        if (gone.size() > Agreement.MOST_GONE) {
            gone.removeFirst();
        }
        given.clear();
        offices.values().removeIf(office -> office.holder().equals(id));
        registered = null;
    }

    @Override
    public CompletionStage<Agreement> confirm(Confirmation confirmation) {
        synchronized (this) {
            InstanceView known = registered;
            if (known == null || !known.instance().id().equals(confirmation.id())) {
                return CompletableFuture.failedFuture(new ForgottenInstanceException(confirmation.id()));
            }
            committable = confirmation.lowestCommittable();
            registered = new InstanceView(known.instance(), confirmation, clock.instant());
        }
        return agreement(confirmation.known());
    }

    @Override
    public CompletionStage<Void> retire(JournalId id) {
        long least;
        synchronized (this) {
            if (registered != null && registered.instance().id().equals(id)) {
                leaves(id);
                committable = Long.MAX_VALUE;
            }
            least = committable;
        }
        return state.ended(id, least);
    }

    @Override
    public synchronized CompletionStage<OptionalInt> takeFirstByte(
            JournalId by, ExtranonceSpace space, Set<Integer> held) {
        OptionalInt again = given.stream()
                .filter(value -> value >= space.lowest() && value <= space.highest() && !held.contains(value))
                .findFirst();
        if (again.isPresent()) {
            return CompletableFuture.completedFuture(again);
        }
        int free = firstFree(Math.max(1, space.lowest()), Math.min(BYTES - 2, space.highest()));
        if (free < 0) {
            free = firstFree(space.lowest(), space.highest());
        }
        if (free >= 0) {
            given.set(free);
        }
        return CompletableFuture.completedFuture(free < 0 ? OptionalInt.empty() : OptionalInt.of(free));
    }

    private int firstFree(int lowest, int highest) {
        int free = given.nextClearBit(lowest);
        return free <= highest ? free : -1;
    }

    @Override
    public synchronized List<InstanceView> all() {
        return registered == null ? List.of() : List.of(registered);
    }

    @Override
    public synchronized CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
        Office now = offices.get(office);
        if (now != null
                && now.held().until().isAfter(clock.instant())
                && !now.holder().equals(by)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (now != null && now.holder().equals(by)) {
            return CompletableFuture.completedFuture(
                    Optional.of(hold(office, by, now.held().token(), ttl)));
        }
        return state.nextToken(office).thenApply(token -> Optional.of(hold(office, by, token, ttl)));
    }

    private synchronized Leadership hold(String office, JournalId by, long token, Duration ttl) {
        Leadership held = new Leadership(office, token, clock.instant().plus(ttl));
        offices.put(office, new Office(by, held));
        return held;
    }

    @Override
    public synchronized CompletionStage<Void> leave(Leadership held) {
        offices.computeIfPresent(held.office(), (name, now) -> now.held().token() == held.token() ? null : now);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Optional<InstanceHolder> holder(String office) {
        Office now = offices.get(office);
        if (now == null || !now.held().until().isAfter(clock.instant())) {
            return Optional.empty();
        }
        InstanceView view = registered;
        String name = view != null && view.instance().id().equals(now.holder())
                ? view.instance().name()
                : now.holder().toString();
        return Optional.of(new InstanceHolder(now.holder(), name, now.held().until()));
    }
}
