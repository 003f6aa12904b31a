package io.potpool.launcher.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts what a family store holds into lines that add up to the wei. */
final class FamilyReport {

    private final List<String> lines = new ArrayList<>();

    List<String> lines(String prefix, String place, Totals totals, List<Resolution> resolutions) {
        line("import of " + prefix + " from " + place);
        line("%-28s %d", "miners", totals.miners);
        line("%-28s %s Shannon = %s wei", "balances", totals.balances, plain(totals.balances));
        for (Resolution resolution : resolutions) {
            line("%-28s %s: %s", "open payment", resolution.payment(), words(resolution));
        }
        line("%-28s %s Shannon = %s wei", "open payments, returned", totals.returned, plain(totals.returned));
        line(
                "%-28s %s wei",
                "rounded up to whole wei",
                totals.roundedUp().stripTrailingZeros().toPlainString());
        line("%-28s %s wei in %d postings", "opening balances", totals.openings, totals.postings);
        line("%-28s %s Shannon", "open payments, found sent", totals.found);
        totals.records.forEach((kind, count) -> line("%-28s %d", "history: " + kind, count));
        line("%-28s %s Shannon", "payments of the past", totals.paymentsPaid);
        if (!totals.minersPaid.isZero()
                && totals.minersPaid
                                .minus(totals.paymentsPaid.minus(totals.found))
                                .value()
                                .signum()
                        != 0) {
            line("note: the miners' own sums of payments are %s Shannon; both are kept as history", totals.minersPaid);
        }
        Shannon open = resolutions.stream()
                .map(resolution -> resolution.payment().amount())
                .reduce(Shannon.ZERO, Shannon::plus);
        if (!totals.minersPending.minus(open).isZero()) {
            line(
                    "note: the miners' own sums of what is pending are %s Shannon, payments:pending has %s; see whom the"
                            + " old pool has debited without paying",
                    totals.minersPending, open);
        }
        totals.lists.forEach((list, count) -> line("%-28s %d", list, count));
        line(
                "%-28s %s",
                "highest height",
                totals.highest < 0 ? "unknown" : totals.highest + "; shares are taken of heights above it");
        if (totals.highest < 0 && totals.openings.signum() > 0) {
            line(
                    "note: no floor of heights was set, as %s:pow, %s:blocks:* and %s:nodes have no height: a share that the"
                            + " old pool has counted could be paid here once more; start the pool only when the chain is"
                            + " some blocks above where the old pool stopped",
                    prefix, prefix, prefix);
        }
        line("balances + returned + rounded up = opening balances, to the wei");
        return lines;
    }

    private static String plain(Shannon amount) {
        String wei = amount.exactWei().stripTrailingZeros().toPlainString();
        return wei;
    }

    private static String words(Resolution resolution) {
        if (resolution instanceof Resolution.Paid paid) {
            return "sent, by transaction " + paid.transfer().transaction();
        }
        return resolution instanceof Resolution.Unclear unclear
                ? "unclear: " + unclear.why()
                : "never sent, back to the balance";
    }

    private void line(String format, Object... values) {
        lines.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
