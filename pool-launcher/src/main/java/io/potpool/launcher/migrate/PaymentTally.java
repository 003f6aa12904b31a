package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import io.potpool.node.TransactionFate;
import io.potpool.spi.HistoryRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the chain says of all payments of the past: counts, sums, and the first of each kind by hash. Bounded. */
final class PaymentTally {

    private static final int MOST_NAMED = 20;
    private static final int MOST_KEPT = 10_000;

    private final Map<PaymentFinding, Long> counts = new EnumMap<>(PaymentFinding.class);
    private final Map<PaymentFinding, Shannon> recorded = new EnumMap<>(PaymentFinding.class);
    private final Map<PaymentFinding, List<String>> named = new EnumMap<>(PaymentFinding.class);
    private final List<HistoryRecord> kept = new ArrayList<>();
    private Wei carried = Wei.ZERO;
    private String why = "";

    PaymentTally() {}

    /** Copies what was found so far. */
    PaymentTally(PaymentTally from) {
        counts.putAll(from.counts);
        recorded.putAll(from.recorded);
        from.named.forEach((finding, rows) -> named.put(finding, new ArrayList<>(rows)));
        kept.addAll(from.kept);
        carried = from.carried;
    }

    void add(PastPayment payment, PaymentFinding finding, TransactionFate fate) {
        count(finding, 1, payment.amount());
        String words = payment.toString();
        if (fate instanceof TransactionFate.Mined mined) {
            boolean arrived = finding == PaymentFinding.VERIFIED || finding == PaymentFinding.SHORT;
            carried = arrived ? carried.plus(mined.amount()) : carried;
            words += "; the chain has " + mined.amount() + " wei to "
                    + mined.to().map(Object::toString).orElse("a new contract") + " in block " + mined.height()
                    + (mined.succeeded() ? "" : ", failed");
        }
        name(finding, words);
        if ((finding.contradicted() || finding == PaymentFinding.SHORT) && kept.size() < MOST_KEPT) {
            kept.add(record(payment, finding, words));
        }
    }

    /** The same finding on the same row is the same record in every run. */
    private static HistoryRecord record(PastPayment payment, PaymentFinding finding, String words) {
        String name = finding.name().toLowerCase(Locale.ROOT);
        return new HistoryRecord(
                Ids.finding(payment.row().id(), "payment-check", name, words),
                "payment-check",
                payment.at(),
                payment.row().login(),
                new TreeMap<>(Map.of("payment", payment.row().id(), "finding", name, "words", words)));
    }

    void unreadable(HistoryRecord row) {
        count(PaymentFinding.UNREADABLE, 1, OldRows.paid(row));
        name(PaymentFinding.UNREADABLE, row.fields().getOrDefault("row", row.id()));
    }

    void notAsked(long rows, Shannon amount, String reason) {
        count(PaymentFinding.NOT_ASKED, rows, amount);
        why = reason;
    }

    private void count(PaymentFinding finding, long rows, Shannon amount) {
        counts.merge(finding, rows, Long::sum);
        recorded.merge(finding, amount, Shannon::plus);
    }

    private void name(PaymentFinding finding, String words) {
        List<String> rows = named.computeIfAbsent(finding, unused -> new ArrayList<>());
        if (rows.size() < MOST_NAMED) {
            rows.add(words);
        }
    }

    long count(PaymentFinding finding) {
        return counts.getOrDefault(finding, 0L);
    }

    /** Returns how many the chain contradicts. */
    long contradicted() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().contradicted())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns what is worth keeping beside the rows themselves: contradictions, and what carried less. */
    List<HistoryRecord> records() {
        return List.copyOf(kept);
    }

    /** Names the contradictions as reasons against the import. */
    void faults(FaultList faults) {
        named.forEach((finding, rows) -> {
            if (finding.contradicted()) {
                rows.forEach(row -> faults.add("one of the payments that " + finding.words() + ": " + row));
            }
        });
        if (contradicted() > 0) {
            faults.add(
                    "the chain contradicts " + contradicted()
                            + " recorded payment(s): a login may not have got what the"
                            + " old pool has booked as paid; look into them, and to import all the same add --accept-contradicted");
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Shannon sum = recorded.values().stream().reduce(Shannon.ZERO, Shannon::plus);
        lines.add(String.format(
                Locale.ROOT,
                "%-28s %d, recorded %s Shannon",
                "payments looked up",
                counts.values().stream().mapToLong(Long::longValue).sum(),
                sum));
        counts.forEach((finding, count) -> {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %d %s, recorded %s Shannon%s",
                    count,
                    finding.words(),
                    recorded.get(finding),
                    finding == PaymentFinding.NOT_ASKED ? ": " + why : ""));
            if (finding != PaymentFinding.VERIFIED && finding != PaymentFinding.NOT_ASKED) {
                List<String> rows = named.getOrDefault(finding, List.of());
                rows.forEach(row -> lines.add("    " + FaultList.printable(row)));
                if (count > rows.size()) {
                    lines.add("    and " + (count - rows.size()) + " more");
                }
            }
        });
        Shannon arrived = recorded.getOrDefault(PaymentFinding.VERIFIED, Shannon.ZERO)
                .plus(recorded.getOrDefault(PaymentFinding.SHORT, Shannon.ZERO));
        lines.add(String.format(
                Locale.ROOT,
                "  on the chain %s wei, recorded for the same %s wei, difference %s wei (what was kept as fee)",
                carried,
                plain(arrived.exactWei()),
                plain(arrived.exactWei().subtract(new BigDecimal(carried.value())))));
        return lines;
    }

    private static String plain(BigDecimal wei) {
        return wei.signum() == 0 ? "0" : wei.stripTrailingZeros().toPlainString();
    }
}
