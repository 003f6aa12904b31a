package io.potpool.testkit.store;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceHolder;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.TermsStore;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.contract.NoPolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** A store in memory that any number of pools share; it obeys the rules over several instances and nothing else. */
public final class SharedMemoryStore implements PoolStore, TermsStore, HeightStore, InstanceStore, LeadershipStore {

    private record Office(JournalId by, Leadership held) {}

    private final InstantSource clock;
    private final SharedLog log;
    private final SharedLedger ledger = new SharedLedger();
    private final Map<String, Office> offices = new HashMap<>();
    private final Map<String, Long> tokens = new HashMap<>();

    /** @param clock the store's own clock */
    public SharedMemoryStore(InstantSource clock) {
        this.clock = clock;
        this.log = new SharedLog(clock);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Returns what has the store lose all that happens until then, as a failover to a copy that was behind does. */
    public synchronized Runnable copy() {
        Runnable back = log.copy();
        Map<String, Office> held = Map.copyOf(offices);
        Map<String, Long> numbers = Map.copyOf(tokens);
        return () -> {
            back.run();
            offices.clear();
            offices.putAll(held);
            tokens.clear();
            tokens.putAll(numbers);
        };
    }

    /** Forgets an instance, as the operator may. */
    public void forget(JournalId id) {
        log.forget(id);
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        return log.append(by, change, announced.getAsLong());
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        return log.settled();
    }

    @Override
    public long highestAnnounced() {
        return log.announced();
    }

    @Override
    public long reference() {
        return log.best();
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        log.accept(height);
        return done(null);
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return done(log.announce(by, height, known));
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        return done(log.fix(job));
    }

    @Override
    public CompletionStage<Agreement> register(Instance instance) {
        return done(log.register(instance));
    }

    @Override
    public CompletionStage<Agreement> confirm(Confirmation confirmation) {
        return log.confirm(confirmation);
    }

    @Override
    public CompletionStage<Void> retire(JournalId id) {
        log.retire(id);
        return done(null);
    }

    @Override
    public CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
        return done(log.takeFirstByte(by, space, held));
    }

    @Override
    public List<InstanceView> all() {
        return log.all();
    }

    @Override
    public synchronized CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
        Instant now = clock.instant();
        Office held = offices.get(office);
        boolean isHeld = held != null && held.held().until().isAfter(now);
        if (isHeld && !held.by().equals(by)) {
            return done(Optional.empty());
        }
        long token = isHeld ? held.held().token() : Math.max(tokens.getOrDefault(office, 0L) + 1, now.toEpochMilli());
        Leadership taken = new Leadership(office, token, now.plus(ttl));
        offices.put(office, new Office(by, taken));
        tokens.put(office, token);
        return done(Optional.of(taken));
    }

    @Override
    public synchronized CompletionStage<Void> leave(Leadership held) {
        offices.computeIfPresent(held.office(), (name, now) -> now.held().token() == held.token() ? null : now);
        return done(null);
    }

    @Override
    public synchronized Optional<InstanceHolder> holder(String office) {
        Office held = offices.get(office);
        if (held == null || !held.held().until().isAfter(clock.instant())) {
            return Optional.empty();
        }
        String name = all().stream()
                .filter(view -> view.instance().id().equals(held.by()))
                .map(view -> view.instance().name())
                .findFirst()
                .orElse(held.by().toString());
        return Optional.of(new InstanceHolder(held.by(), name, held.held().until()));
    }

    @Override
    public ShareStore shares() {
        return ledger;
    }

    @Override
    public TermsStore terms() {
        return this;
    }

    @Override
    public HeightStore heights() {
        return this;
    }

    @Override
    public SolutionStore solutions() {
        return ledger;
    }

    @Override
    public PolicyStore policy() {
        return new NoPolicyStore();
    }

    @Override
    public InstanceStore instances() {
        return this;
    }

    @Override
    public LeadershipStore leadership() {
        return this;
    }

    @Override
    public LedgerStore ledger() {
        return ledger;
    }

    @Override
    public StoreAudit audit() {
        return schemes -> ledger.audit();
    }

    @Override
    public void close() {
        // It outlives the pools that share it.
    }
}
