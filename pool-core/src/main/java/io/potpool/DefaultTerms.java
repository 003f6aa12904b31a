package io.potpool;

import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.PoolStore;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the default terms of the pool and those of a start together: the start follows the log, records its own where it may,
 * or is refused. One instance at a time does so, so that of two first starts the second finds what the first has recorded.
 */
final class DefaultTerms {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultTerms.class);
    private static final String OFFICE = "default-terms";
    /** For longer than the holder may take over it: it waits for others, then for its own record. */
    private static final Duration TTL = Duration.ofSeconds(45);
    /** For longer than a holder that has died keeps it. */
    private static final Duration TAKING = Duration.ofSeconds(50);

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final long LOOK_MILLIS = 100;

    private final PoolStore store;
    private final JournalId id;
    private final TermsLog log;
    private final AnnouncementGate gate;
    private final InstanceSession session;
    private final Terms configured;
    private final boolean mayChange;

    /** @param mayChange whether the configured terms replace other ones also where other instances run */
    DefaultTerms(
            PoolStore store,
            JournalId id,
            TermsLog log,
            AnnouncementGate gate,
            InstanceSession session,
            Terms configured,
            boolean mayChange) {
        this.store = store;
        this.id = id;
        this.log = log;
        this.gate = gate;
        this.session = session;
        this.configured = configured;
        this.mayChange = mayChange;
    }

    /** @throws IOException if the terms cannot be recorded now, or other instances run on other ones; for the operator */
    void record() throws IOException {
        if (isRecorded()) {
            return;
        }
        check();
        session.run();
        Leadership office = take();
        try {
            session.catchUp();
            waitForOthers();
            if (isRecorded()) {
                return;
            }
            check();
            log.newestDefaults()
                    .ifPresent(old -> LOG.warn(
                            "default terms change from \"{}\" to \"{}\" with the first height above {}",
                            words(old, configured),
                            words(configured, old),
                            gate.announced()));
            append();
        } finally {
            store.leadership().leave(office);
        }
    }

    private boolean isRecorded() {
        return log.newestDefaults().equals(Optional.of(configured));
    }

    private void check() throws IOException {
        Optional<Terms> recorded = log.newestDefaults();
        if (recorded.isPresent() && !mayChange && session.all().size() > 1) {
            throw new IOException(
                    "other instances of the pool run on the default terms \"" + words(recorded.get(), configured)
                            + "\", this one is configured with \"" + words(configured, recorded.get())
                            + "\": configure the same, or start with --new-terms to change them for all");
        }
        List<InstanceView> silent = session.silent();
        if (!silent.isEmpty()) {
            throw new IOException("the default terms cannot change now: " + words(silent));
        }
    }

    /** The block rewards are told only where they differ. */
    private static String words(Terms told, Terms other) {
        return told.schedule().equals(other.schedule())
                ? new Terms(told.difficulty(), told.reward()).inWords()
                : told.inWords();
    }

    private String words(List<InstanceView> silent) {
        String names = silent.stream()
                .map(view -> view.instance().name() + " (since " + view.at() + ")")
                .collect(Collectors.joining(", "));
        Instant until = silent.stream()
                .map(view -> view.at().plus(session.silence()))
                .max(Instant::compareTo)
                .orElseThrow();
        return "no terms change while an instance is silent, as are " + names + ". Wait until " + until
                + ", when the others go on without it, or, if it will not come back, take it off the register: potpool forget "
                + silent.get(0).handle(session.all()) + " FILE";
    }

    private Leadership take() throws IOException {
        long end = System.nanoTime() + TAKING.toNanos();
        while (true) {
            Optional<Leadership> taken =
                    InstanceSession.await(store.leadership().take(OFFICE, id, TTL));
            if (taken.isPresent()) {
                return taken.get();
            }
            pause(end, "another instance that starts is recording the pool's default terms; start again");
        }
    }

    /** Whoever began to record default terms and was cut short may have left a record that is still to settle. */
    private void waitForOthers() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (log.pendingDefaults()) {
            pause(end, "a change of the default terms by another instance has not settled yet; start again");
            session.catchUp();
        }
    }

    private static void pause(long endNanos, String otherwise) throws IOException {
        if (System.nanoTime() - endNanos > 0) {
            throw new IOException(otherwise);
        }
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    private void append() throws IOException {
        try {
            InstanceSession.await(gate.append(store.terms(), new TermsChange.Defaults(configured)));
        } catch (IOException failure) {
            session.look();
            List<InstanceView> silent = session.silent();
            if (silent.isEmpty()) {
                throw failure;
            }
            throw new IOException("the default terms are recorded but do not hold yet: " + words(silent), failure);
        }
    }
}
