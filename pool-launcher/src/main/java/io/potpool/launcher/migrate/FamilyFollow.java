package io.potpool.launcher.migrate;

import io.potpool.spi.PoolStore;
import io.potpool.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Follows an old pool until its cut-over. While it runs, its past is copied and held against the chain ahead of time; of the
 * ledger nothing is written, and balances are only read and shown. The cut-over is the plain import, with all its checks,
 * which then has little left to do. May be killed at any moment and begun again.
 */
final class FamilyFollow {

    private static final Duration LINE_EVERY = Duration.ofMinutes(1);

    /** How much longer than a reading takes is waited until the next: the old pool's server has other work. */
    private static final int REST = 5;

    /** Tells what the chain can be asked at this moment. */
    interface ChainNow {
        ChainEvidence evidence() throws IOException;
    }

    private final OldPool old;
    private final PoolStore target;
    private final ChainNow chain;
    private final ImportOptions options;
    private final FollowOptions follow;
    private final FollowControl control;
    private final Consumer<String> progress;
    private final SeenIds copied = new SeenIds();
    /** What the chain said when the node last answered: it does not become right by the node's silence. */
    private List<String> contradictions = List.of();

    private long copiedRows;
    private long mostPayments;
    private String lastState = "";
    private long changedAt = System.nanoTime();
    private String lastTold = "";
    private long lineAt;

    FamilyFollow(
            OldPool old,
            PoolStore target,
            ChainNow chain,
            ImportOptions options,
            FollowOptions follow,
            FollowControl control,
            Consumer<String> progress) {
        this.old = old;
        this.target = target;
        this.chain = chain;
        this.options = options;
        this.follow = follow;
        this.control = control;
        this.progress = progress;
    }

    /**
     * Follows until the cut-over is done, or until it is to stop; then empty.
     *
     * @throws RuntimeException if the cut-over fails; it can be repeated
     */
    Optional<ImportReport> run() {
        try {
            return untilCutOver();
        } catch (StoppedException stopped) {
            return Optional.empty();
        }
    }

    private Optional<ImportReport> untilCutOver() {
        while (!control.stopped()) {
            long begun = System.nanoTime();
            boolean asked = control.asked();
            boolean ready = false;
            try {
                ready = !asked && isReady(round());
            } catch (StoreException | IOException failure) {
                progress.accept("cannot go on for the moment: " + failure.getMessage());
                changedAt = System.nanoTime();
            }
            if (control.stopped()) {
                break;
            }
            asked |= control.asked();
            if (ready || asked) {
                progress.accept(asked ? "cut-over, as asked" : "cut-over: the old pool is stopped");
                Optional<ImportReport> report = cutOver();
                if (report.isPresent()) {
                    return report;
                }
                progress.accept("the old pool is followed further");
                changedAt = System.nanoTime();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            control.pause(longer(follow.every(), took.multipliedBy(REST)));
        }
        return Optional.empty();
    }

    /** Empty if something is in the way; then nothing was written. */
    private Optional<ImportReport> cutOver() {
        AtomicBoolean writing = new AtomicBoolean();
        Runnable stopCheck = () -> {
            StoppedException.check(control);
            writing.set(true);
        };
        try {
            ChainEvidence evidence = chain.evidence();
            if (evidence.payments().isEmpty() && !contradictions.isEmpty()) {
                progress.accept("no cut-over: " + evidence.silence() + "; when it could be asked it said: "
                        + contradictions.get(contradictions.size() - 1));
                return Optional.empty();
            }
            ImportReport report = new FamilyImport(
                            old, TargetView.of(target), Optional.of(target), evidence, options, stopCheck)
                    .run(false);
            if (report.ok()) {
                return Optional.of(report);
            }
            report.lines().forEach(progress);
        } catch (IOException silent) {
            progress.accept("no cut-over: " + silent.getMessage());
        } catch (StoreException failure) {
            if (writing.get()) {
                throw failure;
            }
            progress.accept("no cut-over: " + failure.getMessage());
        }
        return Optional.empty();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private FollowRound round() throws IOException {
        FaultList faults = new FaultList();
        FaultList signs = new FaultList();
        OldActivity.Moment before = old.activity().now();
        Ahead ahead = new Ahead(target, copied, faults, progress, control);
        Totals totals = new FamilyPass(old.keys(), old.prefix(), List.of(), ahead).run();
        copiedRows += ahead.finish();
        long payments = totals.records.getOrDefault("payment", 0L);
        if (payments < mostPayments && !options.acceptContradicted()) {
            faults.add("the old store has " + payments + " recorded payments and had " + mostPayments
                    + " before: was it set back to an older copy?");
        }
        mostPayments = Math.max(mostPayments, payments);
        ChainEvidence evidence = chain.evidence();
        evidence.payments().ifPresent(past -> {
            FaultList found = new FaultList();
            past.look(old.keys(), old.prefix()).faults(found);
            contradictions = options.acceptContradicted() ? List.of() : found.lines();
        });
        contradictions.forEach(faults::add);
        evidence.blocks().ifPresent(blocks -> blocks.look(old.keys(), old.prefix()));
        if (evidence.pending().isEmpty() && OpenPayments.any(old.keys(), old.prefix())) {
            faults.add("payments are open");
        }
        new Running(old, options.strict(), target).look(signs);
        FollowRound round = new FollowRound(totals, before + " " + totals, signs.lines(), faults.lines(), copiedRows);
        if (!round.state().equals(lastState)) {
            lastState = round.state();
            changedAt = System.nanoTime();
        }
        tell(
                round.inWords(quiet().toSeconds()),
                round.state() + " " + round.signs().size() + " " + round.faults());
        return round;
    }

    private Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - changedAt);
    }

    private boolean isReady(FollowRound round) {
        return follow.cutOverAfter().isPresent()
                && round.nothingInTheWay()
                && quiet().compareTo(follow.cutOverAfter().get()) >= 0;
    }

    /** While nothing happens it is told once a minute. */
    private void tell(String line, String about) {
        long now = System.nanoTime();
        if (!about.equals(lastTold) || now - lineAt >= LINE_EVERY.toNanos()) {
            progress.accept(line);
            lastTold = about;
            lineAt = now;
        }
    }
}
