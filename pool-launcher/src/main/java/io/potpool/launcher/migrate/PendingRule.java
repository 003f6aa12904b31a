package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.node.ChainTransfer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what became of open payments, from what the chain shows. Pure. Whatever fits in more than one way is unclear, and
 * so is silence of the chain where something may still come, and a transfer to the login that fits nothing.
 */
final class PendingRule {

    /** How far a block's time may lie before the old pool's own. */
    static final Duration SKEW = Duration.ofMinutes(10);

    /** How far before it a transfer that nobody has recorded still makes an open payment unclear: clocks may be wrong by more. */
    static final Duration LOOK_BACK = Duration.ofHours(3);

    private static final Duration LEAST_AGE = Duration.ofHours(1);
    private static final long DEEP = 20;

    /**
     * What was looked at.
     *
     * @param head the height up to which every block was read
     * @param silent why a payment that was not seen may still come, or empty if it cannot
     * @param at when the chain was looked at, or the time of its latest block where that is earlier
     */
    record View(long head, String silent, Instant at) {}

    private final Set<Shannon> fees;
    private final View view;

    /** @param fees what a payment may have been reduced by; no fee is always possible */
    PendingRule(Set<Shannon> fees, View view) {
        this.fees = fees;
        this.view = view;
    }

    /**
     * Decides for all pools that pay from one wallet together: none of them can take a transfer that another one may have
     * sent, unless there are as many of them as payments.
     *
     * @param sent transfers from the wallet that no pool's own list of payments has
     */
    List<Resolution> decide(List<PendingPayment> pending, List<ChainTransfer> sent) {
        Map<Address, List<PendingPayment>> byLogin = new LinkedHashMap<>();
        pending.forEach(payment -> byLogin.computeIfAbsent(payment.login(), unused -> new ArrayList<>())
                .add(payment));
        List<Resolution> all = new ArrayList<>();
        byLogin.forEach((login, payments) -> all.addAll(ofLogin(
                payments.stream()
                        .sorted(Comparator.comparing(PendingPayment::at).thenComparing(PendingPayment::pool))
                        .toList(),
                sent.stream()
                        .filter(ChainTransfer::succeeded)
                        .filter(transfer -> transfer.to().equals(login))
                        .sorted(Comparator.comparing(ChainTransfer::at))
                        .toList())));
        return all;
    }

    private List<Resolution> ofLogin(List<PendingPayment> payments, List<ChainTransfer> sent) {
        List<List<ChainTransfer>> fitting =
                payments.stream().map(payment -> fitting(payment, sent)).toList();
        List<Resolution> all = new ArrayList<>();
        for (int i = 0; i < payments.size(); i++) {
            all.add(one(payments, fitting, sent, i));
        }
        return all;
    }

    private Resolution one(
            List<PendingPayment> payments, List<List<ChainTransfer>> fitting, List<ChainTransfer> sent, int i) {
        PendingPayment payment = payments.get(i);
        List<ChainTransfer> own = fitting.get(i);
        if (own.isEmpty()) {
            return stray(payment, fitting, sent).orElseGet(() -> unseen(payment));
        }
        List<Integer> rivals = new ArrayList<>();
        for (int other = 0; other < payments.size(); other++) {
            boolean same = fitting.get(other).equals(own);
            if (!same && fitting.get(other).stream().anyMatch(own::contains)) {
                return new Resolution.Unclear(
                        payment, "a transfer fits it and another payment too" + of(payments.get(other), payment));
            }
            if (same) {
                rivals.add(other);
            }
        }
        if (rivals.size() != own.size()) {
            return new Resolution.Unclear(
                    payment,
                    own.size() + " transfers fit " + rivals.size() + " payment(s) of this login"
                            + rivals.stream()
                                    .map(rival -> of(payments.get(rival), payment))
                                    .filter(words -> !words.isEmpty())
                                    .distinct()
                                    .collect(Collectors.joining()));
        }
        ChainTransfer transfer = own.get(rivals.indexOf(i));
        return view.head() - transfer.height() < DEEP
                ? new Resolution.Unclear(
                        payment, "its transaction " + transfer.transaction() + " is not " + DEEP + " blocks deep yet")
                : new Resolution.Paid(payment, transfer);
    }

    private static String of(PendingPayment other, PendingPayment own) {
        return other.pool().equals(own.pool()) ? "" : ", of the pool " + other.pool();
    }

    /** A transfer of about then that is nobody's may be this payment, less a fee that is not known, or by a clock that is wrong. */
    private static Optional<Resolution> stray(
            PendingPayment payment, List<List<ChainTransfer>> fitting, List<ChainTransfer> sent) {
        Instant since = payment.at().minus(LOOK_BACK);
        return sent.stream()
                .filter(transfer -> !transfer.at().isBefore(since))
                .filter(transfer -> fitting.stream().noneMatch(own -> own.contains(transfer)))
                .findFirst()
                .map(transfer -> new Resolution.Unclear(
                        payment,
                        "transaction " + transfer.transaction() + " sent " + transfer.amount() + " wei to this login"
                                + strangeness(payment, transfer) + ", and is not among the recorded payments"));
    }

    private static String strangeness(PendingPayment payment, ChainTransfer transfer) {
        Duration before = Duration.between(transfer.at(), payment.at());
        return before.compareTo(SKEW) > 0
                ? ", " + before.toMinutes() + " minutes before it by the old pool's clock, which may be wrong"
                : ", which is neither the amount nor the amount less a fee of the config's payouts";
    }

    private Resolution unseen(PendingPayment payment) {
        if (!view.silent().isEmpty()) {
            return new Resolution.Unclear(payment, "no transfer fits it, but " + view.silent());
        }
        return Duration.between(payment.at(), view.at()).compareTo(LEAST_AGE) < 0
                ? new Resolution.Unclear(
                        payment, "no transfer fits it, but it is younger than an hour, by the chain's latest block")
                : new Resolution.Returned(payment);
    }

    private List<ChainTransfer> fitting(PendingPayment payment, List<ChainTransfer> sent) {
        Instant since = payment.at().minus(SKEW);
        return sent.stream()
                .filter(transfer -> !transfer.at().isBefore(since))
                .filter(transfer -> fits(payment.amount(), transfer.amount()))
                .toList();
    }

    private boolean fits(Shannon amount, Wei transferred) {
        BigDecimal wei = new BigDecimal(transferred.value());
        return amount.exactWei().compareTo(wei) == 0
                || fees.stream().anyMatch(fee -> amount.minus(fee).exactWei().compareTo(wei) == 0);
    }
}
