package io.potpool.launcher.migrate;

import io.potpool.spi.HistoryRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The payments that an old pool has debited and not recorded as made: refused, or settled by what the chain shows. */
final class OpenPayments {

    private static final int MOST_PENDING = 10_000;

    private final OldKeys keys;
    private final String prefix;
    private final Optional<PendingSearch> search;
    private final List<SameWallet.Other> others;

    /** @param others further pools that pay from the same wallet */
    OpenPayments(OldKeys keys, String prefix, Optional<PendingSearch> search, List<SameWallet.Other> others) {
        this.keys = keys;
        this.prefix = prefix;
        this.search = search;
        this.others = others;
    }

    /** Returns whether the old pool has any, or is about to. */
    static boolean any(OldKeys keys, String prefix) {
        return keys.size(prefix + ":payments:pending") > 0
                || keys.text(prefix + ":payments:lock").isPresent();
    }

    /** @throws IOException if the node that is asked does not tell */
    List<Resolution> resolve(TargetView target, FaultList faults) throws IOException {
        List<PendingPayment> pending = pending(faults);
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
        List<Resolution> resolutions = search.get().resolve(pending, keys, prefix, others, taken(target));
        resolutions.forEach(resolution -> {
            if (resolution instanceof Resolution.Unclear unclear) {
                faults.add("open payment of " + unclear.payment() + ": " + unclear.why());
            }
        });
        return resolutions;
    }

    private List<PendingPayment> pending(FaultList faults) {
        List<PendingPayment> pending = new ArrayList<>();
        keys.sorted(prefix + ":payments:pending", (score, member) -> {
            try {
                if (pending.size() < MOST_PENDING) {
                    pending.add(PendingPayment.of(prefix, score, member));
                }
            } catch (IllegalArgumentException otherForm) {
                faults.add(prefix + ":payments:pending has \"" + member + "\", which " + otherForm.getMessage());
            }
        });
        return pending;
    }

    /** Returns which transactions imports of other pools into this target took for open payments. */
    private Map<String, String> taken(TargetView target) {
        Map<String, String> taken = new HashMap<>();
        String own = Ids.source(prefix) + ":";
        target.history(record -> {
            if (record.kind().equals("payment") && !record.id().startsWith(own)) {
                payment(record, taken);
            }
        });
        return taken;
    }

    private static void payment(HistoryRecord record, Map<String, String> taken) {
        String transaction = record.fields().getOrDefault("transaction", "");
        int end = record.id().indexOf(FamilyPass.FOUND);
        if (end > 0) {
            String name = record.id().substring(end + FamilyPass.FOUND.length());
            taken.put(
                    transaction,
                    "the open payment of " + name.substring(name.indexOf(':') + 1) + " of "
                            + record.id().substring(0, end));
        }
    }
}
