package io.potpool.launcher.migrate;

import io.potpool.domain.Hash256;
import io.potpool.node.ChainSearch;
import io.potpool.node.TransactionFate;
import io.potpool.spi.HistoryRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks up the payments of the past by their transactions, each of which is asked for once, in batches. A second look goes on
 * where the first has ended, and asks again for what was not on the chain yet, or not deep enough in it to stay. A node that does not answer ends a look:
 * what is left counts as not looked up, as history is no money that is owed.
 */
final class PastPayments {

    private static final int MOST_HASHES = 1_000_000;
    private static final int MOST_OPEN = 10_000;
    private static final int LINE_EVERY = 1_000;

    /** How long before the newest a payment may lie to be asked for again. */
    private static final Duration YOUNG = Duration.ofDays(1);

    private record Open(PastPayment payment, PaymentFinding finding, TransactionFate fate) {}

    private final ChainSearch chain;
    private final TransactionAsking asking;
    private final PaymentRule rule;
    private final Consumer<String> progress;
    private final Set<Hash256> seen = new HashSet<>();
    private List<Open> open = new ArrayList<>();
    private PaymentTally settled = new PaymentTally();
    private long rows;
    private String last = "";
    private Instant newest = Instant.EPOCH;

    /** @param progress takes a line now and then */
    PastPayments(ChainSearch chain, Set<Shannon> fees, Consumer<String> progress) {
        this.chain = chain;
        this.asking = new TransactionAsking(chain);
        this.rule = new PaymentRule(fees);
        this.progress = progress;
    }

    /** Looks up what is new since the last look; returns what all of them came to. */
    PaymentTally look(OldKeys keys, String prefix) {
        String key = prefix + ":payments:all";
        if (rows > 0 && !keys.at(key, rows - 1).filter(last::equals).isPresent()) {
            forget();
        }
        boolean whole = false;
        try {
            PaymentTally tally = new Look(new OldRows(Ids.source(prefix))).run(keys, key);
            whole = true;
            return tally;
        } finally {
            if (!whole) {
                forget();
            }
        }
    }

    /** What a look that was broken off has read and not asked for is known to nobody: the next one begins anew. */
    private void forget() {
        seen.clear();
        open = new ArrayList<>();
        settled = new PaymentTally();
        rows = 0;
    }

    private final class Look {
        private final OldRows form;
        private final List<Open> waiting = new ArrayList<>();
        private List<Open> stillOpen = new ArrayList<>();
        private Shannon leftSum = Shannon.ZERO;
        private long left;
        private String failure = "";
        private OptionalLong deep = OptionalLong.empty();

        Look(OldRows form) {
            this.form = form;
        }

        PaymentTally run(OldKeys keys, String key) {
            List<Open> former = open;
            keys.sorted(key, rows, this::row);
            flush();
            for (Open one : former) {
                waiting.add(one);
                if (waiting.size() == TransactionAsking.MOST) {
                    flush();
                }
            }
            flush();
            open = stillOpen;
            PaymentTally all = new PaymentTally(settled);
            for (Open one : open) {
                if (one.finding() == PaymentFinding.NOT_ASKED) {
                    all.notAsked(1, one.payment().amount(), failure);
                } else {
                    all.add(one.payment(), one.finding(), one.fate());
                }
            }
            if (left > 0) {
                all.notAsked(left, leftSum, failure);
            }
            return all;
        }

        private void row(String score, String member) {
            HistoryRecord row = form.payment(score, member);
            if (!failure.isEmpty()) {
                left++;
                leftSum = leftSum.plus(OldRows.paid(row));
                return;
            }
            rows++;
            last = member;
            if (rows % LINE_EVERY == 0) {
                progress.accept(rows + " payments looked up");
            }
            PastPayment.of(row).ifPresentOrElse(this::payment, () -> settled.unreadable(row));
        }

        private void payment(PastPayment payment) {
            newest = payment.at().isAfter(newest) ? payment.at() : newest;
            if (seen.contains(payment.transaction())) {
                settled.add(payment, PaymentFinding.TWICE, new TransactionFate.Unknown());
            } else if (seen.size() >= MOST_HASHES) {
                settled.notAsked(1, payment.amount(), "there are more than " + MOST_HASHES);
            } else {
                seen.add(payment.transaction());
                waiting.add(new Open(payment, PaymentFinding.NOT_ASKED, new TransactionFate.Unknown()));
                if (waiting.size() == TransactionAsking.MOST) {
                    flush();
                }
            }
        }

        private void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            try {
                List<TransactionFate> fates = failure.isEmpty() ? ask() : List.of();
                for (int i = 0; i < waiting.size(); i++) {
                    if (fates.isEmpty()) {
                        stillOpen.add(waiting.get(i));
                    } else {
                        found(waiting.get(i).payment(), fates.get(i));
                    }
                }
            } catch (IOException failed) {
                failure = String.valueOf(failed.getMessage());
                progress.accept("payments are not looked up further: " + failure);
                stillOpen.addAll(waiting);
            }
            waiting.clear();
        }

        private List<TransactionFate> ask() throws IOException {
            if (deep.isEmpty()) {
                deep = OptionalLong.of(chain.head() - ChainWindow.DEEP);
            }
            return asking.ask(
                    waiting.stream().map(one -> one.payment().transaction()).toList());
        }

        private void found(PastPayment payment, TransactionFate fate) {
            PaymentFinding finding = rule.judge(payment, fate);
            if (mayChange(payment, fate) && stillOpen.size() < MOST_OPEN) {
                stillOpen.add(new Open(payment, finding, fate));
            } else {
                settled.add(payment, finding, fate);
            }
        }

        /** A block that is not deep may still be reorganized away. */
        private boolean mayChange(PastPayment payment, TransactionFate fate) {
            return fate instanceof TransactionFate.Mined mined ? mined.height() > deep.orElseThrow() : isYoung(payment);
        }

        private boolean isYoung(PastPayment payment) {
            return !payment.at().isBefore(newest.minus(YOUNG));
        }
    }
}
