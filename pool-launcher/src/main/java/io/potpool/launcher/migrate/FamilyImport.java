package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Imports the store of a pool of the open-ethereum-pool family: balances become openings of the ledger, exact to the wei;
 * payments, blocks and shifts become history, with what the chain says of them. It reads everything once and refuses, or
 * reads it again and writes. Names of rows are the same in every run, so that it may be killed and repeated.
 */
final class FamilyImport {

    private static final long MOST_ABOVE_HEAD = 1_000;

    private final OldPool old;
    private final TargetView view;
    private final Optional<PoolStore> target;
    private final ChainEvidence chain;
    private final ImportOptions options;
    private final Runnable stopCheck;

    /**
     * Nothing is read yet.
     *
     * @param target where to write; without one there are only dry runs
     * @param stopCheck called before the first row is written; throws where nothing is to be written any more
     */
    FamilyImport(
            OldPool old,
            TargetView view,
            Optional<PoolStore> target,
            ChainEvidence chain,
            ImportOptions options,
            Runnable stopCheck) {
        this.old = old;
        this.view = view;
        this.target = target;
        this.chain = chain;
        this.options = options;
        this.stopCheck = stopCheck;
    }

    /**
     * Imports, or only says what it would import.
     *
     * @throws IOException if the node that is asked about open payments does not tell
     * @throws RuntimeException if the old store cannot be read, or the target refuses
     */
    ImportReport run(boolean dryRun) throws IOException {
        FaultList faults = new FaultList();
        OldActivity.Moment before = old.activity().now();
        OldKeys keys = old.keys();
        List<Resolution> resolutions =
                new OpenPayments(keys, old.prefix(), chain.pending(), old.sameWallet()).resolve(view, faults);
        Preview preview = new Preview(view, Ids.source(old.prefix()), faults);
        Totals totals = new FamilyPass(keys, old.prefix(), resolutions, preview).run();
        preview.finish();
        if (!options.acceptContradicted()) {
            preview.payments();
        }
        if (totals.miners == 0) {
            faults.add("there are no keys " + old.prefix() + ":miners:* in " + keys.place());
        }
        heights(totals, faults);
        List<String> body = new FamilyReport().lines(old.prefix(), keys.place(), totals, resolutions);
        List<HistoryRecord> told = past(body, faults);
        solvency(body, totals);
        notes(body, dryRun ? ImportOptions.ANY_CLIENT : options.clients());
        if (!dryRun && target.isPresent()) {
            Running running = new Running(old, options, target.get());
            running.look(faults);
            if (faults.isEmpty()) {
                running.watch(before, faults);
            }
        }
        if (!faults.isEmpty()) {
            return new ImportReport(body, faults.lines(), "nothing was imported");
        }
        if (dryRun || target.isEmpty()) {
            return new ImportReport(
                    body,
                    List.of(),
                    "dry run: nothing was written; " + preview.fresh() + " of " + totals.postings
                            + " postings would be new");
        }
        stopCheck.run();
        FamilyWrite write = new FamilyWrite(old, target.get(), preview.history());
        return new ImportReport(body, List.of(), write.run(resolutions, totals, told, before));
    }

    /** Where an unlocker has worked, what it has not come to yet is no login's balance. */
    private void notes(List<String> body, Duration clients) {
        OldKeys keys = old.keys();
        String blocks = old.prefix() + ":blocks:";
        long waiting = keys.size(blocks + "candidates");
        if (waiting > 0 && keys.size(blocks + "immature") + keys.size(blocks + "matured") > 0) {
            body.add("note: " + waiting
                    + " found blocks are candidates, while others have matured: if the old pool pays by"
                    + " blocks, their rewards are in no balance yet; let its unlocker run until none is left");
        }
        old.activity().clients(old.database()).stream()
                .filter(client -> client.age().compareTo(clients) < 0)
                .map(client -> "note: " + OldActivity.words(client) + ": see that it is no old stratum, payer or API")
                .forEach(body::add);
        if (keys.clients().isEmpty()) {
            body.add(
                    "note: the old server does not say who is connected to it (CLIENT LIST): a payer that sleeps between"
                            + " its runs cannot be seen; make sure that none is left");
        }
    }

    private void heights(Totals totals, FaultList faults) {
        if (chain.head().isPresent() && totals.highest > chain.head().getAsLong() + MOST_ABOVE_HEAD) {
            String prefix = old.prefix();
            faults.add("the highest height of the old pool is " + totals.highest + ", but the node is at "
                    + chain.head().getAsLong()
                    + ": no share would be taken until then; see whether that is the old pool of this"
                    + " chain, and which score of " + prefix + ":pow or " + prefix + ":blocks:*, or height in " + prefix
                    + ":nodes, is wrong");
        }
    }

    /** Returns what is worth keeping of what the chain says of payments and blocks. */
    private List<HistoryRecord> past(List<String> body, FaultList faults) {
        List<HistoryRecord> told = new ArrayList<>();
        if (chain.payments().isPresent()) {
            PaymentTally payments = chain.payments().get().look(old.keys(), old.prefix());
            body.addAll(payments.lines());
            told.addAll(payments.records());
            if (!options.acceptContradicted()) {
                payments.faults(faults);
            }
        } else {
            body.add("payments of the past were not looked up: " + chain.silence());
        }
        BlockTally blocks = chain.blocks().isPresent()
                ? chain.blocks().get().look(old.keys(), old.prefix())
                : FoundBlocks.unasked(old.keys(), old.prefix(), chain.silence());
        body.addAll(blocks.lines());
        told.addAll(blocks.records());
        return told;
    }

    private void solvency(List<String> body, Totals totals) throws IOException {
        if (chain.pending().isPresent()) {
            Wei wallet = chain.pending().get().wallet();
            body.add("solvency: the wallet has " + wallet + " wei, "
                    + (wallet.compareTo(totals.openings) < 0 ? "LESS than" : "enough for") + " the opening balances");
        }
    }
}
