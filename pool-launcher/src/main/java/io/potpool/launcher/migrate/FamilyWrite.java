package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.PoolStore;
import java.math.BigInteger;
import java.util.List;

/** Writes what was read before, and sees that it is the same, and that the target has it to the wei. */
final class FamilyWrite {

    private final OldPool old;
    private final PoolStore target;
    private final SeenIds copied;

    /** @param copied the ids of history that the target is known to have */
    FamilyWrite(OldPool old, PoolStore target, SeenIds copied) {
        this.old = old;
        this.target = target;
        this.copied = copied;
    }

    /**
     * Writes; the floor of heights comes first.
     *
     * @param expected what the reading before came to
     * @param told what the chain said of the past
     * @param before how the old pool looked when it was read
     * @return what was done, in words
     */
    String run(List<Resolution> resolutions, Totals expected, List<HistoryRecord> told, OldActivity.Moment before) {
        Writes.settle(target.heights().raiseFloor(expected.highest));
        Writes writes = new Writes(target, copied);
        Totals written = new FamilyPass(old.keys(), old.prefix(), resolutions, writes).run();
        told.forEach(writes::record);
        writes.finish();
        Leftovers.requireNoneCame(target);
        if (!written.equals(expected)) {
            throw changed("");
        }
        before.difference(old.activity().now()).ifPresent(words -> {
            throw changed(" (" + words + ")");
        });
        Wei kept = kept();
        if (!kept.equals(expected.openings)) {
            throw new IllegalStateException(
                    "the target's ledger has openings of " + kept + " wei, the report says " + expected.openings);
        }
        return "imported: " + writes.fresh() + " of " + expected.postings + " postings were new; the target has " + kept
                + " wei of them; see that nothing of the old pool starts again, above all no payer";
    }

    private static IllegalStateException changed(String how) {
        return new IllegalStateException("the old store has changed while it was imported" + how
                + ": see that the old pool is stopped, and import again");
    }

    private Wei kept() {
        BigInteger[] sum = {BigInteger.ZERO};
        target.ledger().each(posting -> {
            if (posting.id().startsWith(Ids.source(old.prefix()) + ":")) {
                posting.entries().stream()
                        .filter(entry -> entry.account().isMiner())
                        .forEach(entry -> sum[0] = sum[0].add(entry.amount().value()));
            }
        });
        return new Wei(sum[0]);
    }
}
