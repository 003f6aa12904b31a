package io.potpool;

import io.potpool.metrics.Metrics;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.Holdings;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.RemovalCause;
import io.potpool.spool.Runs;
import io.potpool.store.InWords;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.LeaseBook;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among the instances of the pool: registers, confirms every second, applies what the instances agree on, ends
 * the leases of those that are over, and gets its parts of the nonce space.
 *
 * <p>Has a thread of its own, since looks at the store may block.
 */
final class InstanceSession {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceSession.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final int TICKS_PER_LOOK = 5;
    private static final long START_PATIENCE_SECONDS = 15;
    private static final long LEAVE_PATIENCE_SECONDS = 2;
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Who runs is heard of every second. */
    private static final Duration SILENT = Duration.ofSeconds(10);

    private static final long ASK_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * What an instance knows and tells of itself.
     *
     * @param longestSilence for how long without an answer of the store it relies on what it knows; others remove it after
     *     twice that
     * @param runs the earlier runs of this process, if it can know of them
     */
    record Self(
            Instance instance,
            Supplier<InstanceState> state,
            LongSupplier lowestCommittable,
            Duration longestSilence,
            Optional<Runs> runs) {}

    private final InstanceStore store;
    private final Self self;
    private final AnnouncementGate gate;
    private final LeaseBook leases;
    private final ExtranonceSpace space;
    private final Metrics metrics;
    private final StoreHealth health;
    private final Consumer<RemovalCause> onForgotten;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "potpool-instances");
        daemon.setDaemon(true);
        return daemon;
    });
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private volatile long askAgainNanos = System.nanoTime();
    private volatile Instant storeTime = Instant.EPOCH;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean underWay;
    private volatile List<InstanceView> views = List.of();
    private long sentNanos;
    private int ticks;

    /**
     * Creates it; {@link #join} registers.
     *
     * @param onForgotten told why, if the store does not count this instance any more
     */
    InstanceSession(
            InstanceStore store,
            Self self,
            TermsLog log,
            AnnouncementGate gate,
            LeaseBook leases,
            ExtranonceSpace space,
            Metrics metrics,
            StoreHealth health,
            Consumer<RemovalCause> onForgotten) {
        this.store = store;
        this.self = self;
        this.gate = gate;
        this.leases = leases;
        this.space = space;
        this.metrics = metrics;
        this.health = health;
        this.onForgotten = onForgotten;
        log.doubtWhile(this::isCutOff);
        metrics.gauge("instances.registered", () -> views.size());
        metrics.gauge("instances.forgotten", () -> gate.forgotten() ? 1 : 0);
        metrics.gauge("instances.silentMillis", () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos));
    }

    /**
     * Registers, reads what is settled, and takes the first part of the nonce space; blocks until the store has answered.
     *
     * <p>The earlier runs of this process are over. They are taken off the register once this one holds in their place what
     * is still to be committed, and the store knows the heights they have announced.
     *
     * @throws IOException if it does not, if the spool's disk fails, or if the store has no part of the nonce space left
     */
    void join() throws IOException {
        if (self.runs().isPresent()) {
            self.runs().get().begin(id());
        }
        Agreement joined = await(store.register(self.instance()));
        heard(joined);
        heard(await(confirm()));
        if (joined.announced() < gate.announced()) {
            await(gate.recordAll());
        }
        retireFormer();
        OptionalInt first = await(takeFirstByte());
        if (first.isEmpty()) {
            views = store.all();
            List<InstanceView> others = views.stream()
                    .filter(view -> !view.instance().id().equals(id()))
                    .toList();
            throw new IOException(NonceSpaceTaken.inWords(space, others, silent()));
        }
        leases.own(first.getAsInt());
        leases.whenShort(this::askForMore);
        look();
    }

    private void retireFormer() throws IOException {
        if (self.runs().isPresent()) {
            Runs runs = self.runs().get();
            for (JournalId former : runs.former()) {
                LOG.info("the run {} of this process is over", former);
                await(store.retire(former));
            }
            runs.formerAreOver();
        }
    }

    /** Confirms every second from now on. Idempotent. */
    void run() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        var unused = thread.scheduleWithFixedDelay(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns how long ago the store has answered. */
    Duration unheard() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    /** Returns whether that is longer than this instance may rely on what it knows. */
    boolean isCutOff() {
        return System.nanoTime() - heardNanos > self.longestSilence().toNanos();
    }

    /** Confirms once and looks at the register; blocks until the store has answered. */
    void catchUp() throws IOException {
        heard(await(confirm()));
        look();
    }

    /** Returns for how long an instance may be silent before the others go on without it. */
    Duration silence() {
        return self.longestSilence().multipliedBy(2);
    }

    /** Returns the instances that were silent when last looked at. */
    List<InstanceView> silent() {
        List<InstanceView> all = views;
        Instant newest =
                all.stream().map(InstanceView::at).max(Instant::compareTo).orElse(Instant.MIN);
        return all.stream()
                .filter(view -> view.at().plus(SILENT).isBefore(newest))
                .toList();
    }

    /** Returns the registered instances as last looked at, a few seconds old at most while the store answers. */
    List<InstanceView> all() {
        return views;
    }

    private JournalId id() {
        return self.instance().id();
    }

    static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("the store does not answer this instance", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            if (underWay) {
                health.failed();
            }
            if (isCutOff() && cutOff.compareAndSet(false, true)) {
                LOG.error(
                        "no answer of the store for longer than {}: shares of new heights are not taken until it answers",
                        InWords.of(self.longestSilence()));
            }
            if (gate.forgotten() || underWay && now - sentNanos < OVERDUE_NANOS) {
                return;
            }
            underWay = true;
            sentNanos = now;
            confirm().whenComplete(this::confirmed);
            if (++ticks % TICKS_PER_LOOK == 0) {
                look();
            }
        } catch (RuntimeException fault) {
            failed(fault);
        }
    }

    private CompletionStage<Agreement> confirm() {
        AnnouncementGate.Told told = gate.told();
        return store.confirm(new Confirmation(
                id(),
                told.known(),
                told.seen(),
                told.own(),
                self.lowestCommittable().getAsLong(),
                storeTime,
                self.state().get(),
                new Holdings(told.loss(), told.records(), leases.ownBytes())));
    }

    private void confirmed(Agreement agreement, Throwable failure) {
        underWay = false;
        if (failure == null) {
            health.confirmed();
            heard(agreement);
            if (failing.compareAndSet(true, false)) {
                LOG.info("the store answers this instance again");
            }
        } else {
            failed(failure);
        }
    }

    private void heard(Agreement agreement) {
        gate.heard(agreement);
        leases.disown(agreement.loss().othersBytes());
        if (agreement.at().isAfter(storeTime)) {
            storeTime = agreement.at();
        }
        heardNanos = System.nanoTime();
        cutOff.set(false);
    }

    private void failed(Throwable failure) {
        metrics.count("instances.confirmFailed");
        health.failed();
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof ForgottenInstanceException forgotten) {
            gate.forget();
            LOG.error("this instance serves no miners any more: {}", forgotten.getMessage());
            onForgotten.accept(forgotten.why());
        } else if (failing.compareAndSet(false, true)) {
            LOG.warn("the store does not answer this instance; no terms change until it does", failure);
        }
    }

    /**
     * Leases are read before instances: whoever granted one of them and still runs is registered by then. Of all instances the
     * one that has run for longest ends the leases of those that are over.
     */
    void look() {
        Map<NoncePrefix, JournalId> open = leases.open();
        views = store.all();
        Set<JournalId> running =
                views.stream().map(view -> view.instance().id()).collect(Collectors.toSet());
        running.add(id());
        List<InstanceView> silent = silent();
        Optional<JournalId> first = views.stream()
                .filter(view -> !silent.contains(view))
                .map(view -> view.instance().id())
                .findFirst();
        if (first.isPresent() && !first.get().equals(id())) {
            return;
        }
        leases.end(open.entrySet().stream()
                .filter(lease -> !running.contains(lease.getValue()))
                .map(Map.Entry::getKey)
                .toList());
    }

    private CompletionStage<OptionalInt> takeFirstByte() {
        try {
            return store.takeFirstByte(id(), space, leases.ownBytes());
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void askForMore() {
        if (System.nanoTime() - askAgainNanos < 0 || !asking.compareAndSet(false, true)) {
            return;
        }
        takeFirstByte().whenComplete((more, failure) -> {
            if (failure == null && more.isPresent()) {
                leases.own(more.getAsInt());
            } else {
                askAgainNanos = System.nanoTime() + ASK_AGAIN_NANOS;
                LOG.warn("no further part of the nonce space for this instance; sessions beyond it get default terms");
            }
            asking.set(false);
        });
    }

    /** Stops confirming and, where {@code clean}, takes this instance off the register. Blocks for some seconds at most. */
    void leave(boolean clean) {
        thread.shutdownNow();
        if (!clean || gate.forgotten()) {
            return;
        }
        try {
            if (!gate.isRecorded()) {
                gate.recordAll().toCompletableFuture().get(LEAVE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            store.retire(id()).toCompletableFuture().get(LEAVE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            self.runs().ifPresent(Runs::end);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            LOG.warn(
                    "the store has not taken this instance off its register; it counts until its next start, until it has"
                            + " been silent for long, or until it is forgotten",
                    failure);
        }
    }
}
