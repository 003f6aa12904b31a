package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Imports the store of a pool of the open-ethereum-pool family: balances become openings of the ledger, exact to the wei;
 * payments, blocks and shifts become history. It reads everything once and refuses, or reads it again and writes. Names of
 * rows are the same in every run, so that it may be killed and repeated.
 */
final class FamilyImport {

    private static final Duration BEATS = Duration.ofMinutes(1);
    private static final int MOST_PENDING = 10_000;
    private static final long MOST_ABOVE_HEAD = 1_000;

    private final OldKeys keys;
    private final String prefix;
    private final PoolStore target;
    private final Optional<PendingSearch> search;
    private final OptionalLong head;
    private final InstantSource clock;
    private final FaultList faults = new FaultList();

    /**
     * @param search tells what became of open payments; without it they are refused
     * @param head the height of the config's chain, if it is known
     */
    FamilyImport(
            OldKeys keys,
            String prefix,
            PoolStore target,
            Optional<PendingSearch> search,
            OptionalLong head,
            InstantSource clock) {
        this.keys = keys;
        this.prefix = prefix;
        this.target = target;
        this.search = search;
        this.head = head;
        this.clock = clock;
    }

    /**
     * Imports, or only says what it would import.
     *
     * @throws IOException if the node that is asked about open payments does not tell
     * @throws RuntimeException if the old store cannot be read, or the target refuses
     */
    ImportReport run(boolean dryRun) throws IOException {
        List<Resolution> resolutions = openPayments();
        Preview preview = new Preview(target.ledger(), Ids.source(prefix), faults);
        Totals totals = new FamilyPass(keys, prefix, resolutions, preview).run();
        preview.finish();
        if (totals.miners == 0) {
            faults.add("there are no keys " + prefix + ":miners:* in " + keys.place());
        }
        if (head.isPresent() && totals.highest > head.getAsLong() + MOST_ABOVE_HEAD) {
            faults.add("the highest height of the old pool is " + totals.highest + ", but the node is at "
                    + head.getAsLong()
                    + ": no share would be taken until then; see whether that is the old pool of this"
                    + " chain, and which score of " + prefix + ":pow or " + prefix + ":blocks:*, or height in " + prefix
                    + ":nodes, is wrong");
        }
        runningInstances(dryRun);
        List<String> body = new FamilyReport().lines(prefix, keys.place(), totals, resolutions);
        if (search.isPresent()) {
            Wei wallet = search.get().wallet();
            body.add("solvency: the wallet has " + wallet + " wei, "
                    + (wallet.compareTo(totals.openings) < 0 ? "LESS than" : "enough for") + " the opening balances");
        }
        if (!faults.isEmpty()) {
            return new ImportReport(body, faults.lines(), "nothing was imported");
        }
        if (dryRun) {
            return new ImportReport(
                    body,
                    List.of(),
                    "dry run: nothing was written; " + preview.fresh() + " of " + totals.postings
                            + " postings would be new");
        }
        return new ImportReport(body, List.of(), write(resolutions, totals));
    }

    private List<Resolution> openPayments() throws IOException {
        List<PendingPayment> pending = new ArrayList<>();
        keys.sorted(prefix + ":payments:pending", (score, member) -> {
            try {
                if (pending.size() < MOST_PENDING) {
                    pending.add(PendingPayment.of(score, member));
                }
            } catch (IllegalArgumentException otherForm) {
                faults.add(prefix + ":payments:pending has \"" + member + "\", which " + otherForm.getMessage());
            }
        });
        Optional<String> lock = keys.text(prefix + ":payments:lock");
        boolean lockIsPending = lock.isPresent()
                && pending.stream().anyMatch(payment -> payment.member().equals(lock.get()));
        if (lock.isPresent() && !(search.isPresent() && lockIsPending)) {
            faults.add(prefix + ":payments:lock is " + lock.get() + ": a payment is under way"
                    + (lockIsPending
                            ? ""
                            : ", but not in payments:pending; look whether it was sent, then delete the lock"));
        }
        if (pending.isEmpty()) {
            return List.of();
        }
        if (pending.size() == MOST_PENDING) {
            faults.add("more than " + MOST_PENDING + " open payments: let the old pool finish them");
            return List.of();
        }
        if (search.isEmpty()) {
            pending.forEach(payment -> faults.add(
                    "open payment of " + payment + ": let the old pool finish it, or ask the chain with --reconcile"));
            return List.of();
        }
        List<Resolution> resolutions = search.get().resolve(pending, keys, prefix);
        resolutions.forEach(resolution -> {
            if (resolution instanceof Resolution.Unclear unclear) {
                faults.add("open payment of " + unclear.payment() + ": " + unclear.why());
            }
        });
        return resolutions;
    }

    private void runningInstances(boolean dryRun) {
        if (dryRun) {
            return;
        }
        for (Map.Entry<String, String> field : keys.hash(prefix + ":nodes").entrySet()) {
            Duration since = Duration.between(OldMiner.time(field.getValue()), clock.instant());
            if (field.getKey().endsWith(":lastBeat") && since.compareTo(BEATS) < 0) {
                faults.add("the old pool runs: " + field.getKey() + " was " + since.toSeconds()
                        + " s ago; stop it, wait a minute, then import");
            }
        }
        Leftovers.running(target, faults);
    }

    private String write(List<Resolution> resolutions, Totals expected) {
        Writes.settle(target.heights().raiseFloor(expected.highest));
        Writes writes = new Writes(target);
        Totals written = new FamilyPass(keys, prefix, resolutions, writes).run();
        writes.finish();
        Leftovers.requireNoneCame(target);
        if (!written.equals(expected)) {
            throw new IllegalStateException("the old store has changed while it was imported: see that the old pool is"
                    + " stopped, and import again");
        }
        Wei kept = kept();
        if (!kept.equals(expected.openings)) {
            throw new IllegalStateException(
                    "the target's ledger has openings of " + kept + " wei, the report says " + expected.openings);
        }
        return "imported: " + writes.fresh() + " of " + expected.postings + " postings were new; the target has " + kept
                + " wei of them";
    }

    private Wei kept() {
        BigInteger[] sum = {BigInteger.ZERO};
        target.ledger().each(posting -> {
            if (posting.id().startsWith(Ids.source(prefix) + ":")) {
                posting.entries().stream()
                        .filter(entry -> entry.account().isMiner())
                        .forEach(entry -> sum[0] = sum[0].add(entry.amount().value()));
            }
        });
        return new Wei(sum[0]);
    }
}
