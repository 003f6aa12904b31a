package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.node.ChainSearch;
import io.potpool.node.ChainTransfer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks on the chain for what became of open payments. Blocks for as long as the node takes to hand out the blocks since. */
final class PendingSearch {

    private static final long MOST_BLOCKS = 200_000;

    /** So many of the latest recorded payments are asked for until the node knows one. */
    private static final int LATEST = 20;

    private final ChainSearch chain;
    private final Address payer;
    private final Set<Shannon> fees;
    private final Optional<Duration> maxHeadAge;
    private final InstantSource clock;

    /**
     * @param payer whom the old pool paid from
     * @param fees what it kept of a payment
     * @param maxHeadAge how old the latest block of a node in sync may be
     */
    PendingSearch(
            ChainSearch chain, Address payer, Set<Shannon> fees, Optional<Duration> maxHeadAge, InstantSource clock) {
        this.chain = chain;
        this.payer = payer;
        this.fees = fees;
        this.maxHeadAge = maxHeadAge;
        this.clock = clock;
    }

    /**
     * Decides about the open payments of one pool.
     *
     * @param others further pools that pay from the same wallet, beside those in its own database
     * @param taken the transactions that former imports took for other pools' payments, with what took them
     * @throws IOException if the node does not tell
     */
    List<Resolution> resolve(
            List<PendingPayment> pending,
            OldKeys keys,
            String prefix,
            List<SameWallet.Other> others,
            Map<String, String> taken)
            throws IOException {
        SameWallet wallet = new SameWallet(keys, prefix, others);
        List<PendingPayment> all = new ArrayList<>(pending);
        all.addAll(wallet.pendingOfOthers(
                pending.stream().map(PendingPayment::login).collect(Collectors.toSet())));
        Instant since = all.stream()
                .map(PendingPayment::at)
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(PendingRule.LOOK_BACK);
        String doubt = doubtOfPayer(keys, prefix);
        String unmined = unmined();
        long first = chain.firstSince(since);
        long head = chain.head();
        if (head - first >= MOST_BLOCKS) {
            throw new IOException("the oldest open payment is more than " + MOST_BLOCKS + " blocks old, of " + since);
        }
        Hash256 tip = chain.hashOf(head);
        Instant now = clock.instant();
        List<ChainTransfer> sent = new ArrayList<>();
        for (long height = first; height <= head; height++) {
            sent.addAll(chain.transfers(payer, height));
        }
        if (!chain.hashOf(head).equals(tip)) {
            throw new IOException("the chain was reorganized while its blocks were read: try again");
        }
        String silent = unmined.isEmpty() ? silent(head, now, doubt) : unmined;
        return new PendingRule(fees, new PendingRule.View(head, silent, earlier(now, chain.timeOf(head))))
                .decide(all, unrecorded(sent, wallet)).stream()
                        .filter(resolution -> resolution.payment().pool().equals(prefix))
                        .map(resolution -> once(resolution, taken))
                        .toList();
    }

    /** What a node has not seen yet it cannot deny, whatever the time is here. */
    private static Instant earlier(Instant now, Instant head) {
        return head.isBefore(now) ? head : now;
    }

    /** One transaction has paid one payment. */
    private static Resolution once(Resolution resolution, Map<String, String> taken) {
        if (resolution instanceof Resolution.Paid paid) {
            String transaction = paid.transfer().transaction().toString();
            String by = taken.get(transaction);
            return by == null
                    ? resolution
                    : new Resolution.Unclear(
                            paid.payment(), "its transaction " + transaction + " was taken before, for " + by);
        }
        return resolution;
    }

    /** Returns what the old pool's wallet has now. */
    Wei wallet() throws IOException {
        return chain.balance(payer);
    }

    /**
     * With another address every open payment would look as if it was never sent. Returns why it may be another one, where
     * the node knows none of the latest payments; empty too where the old pool has not recorded any.
     *
     * @throws IOException if it is another one
     */
    private String doubtOfPayer(OldKeys keys, String prefix) throws IOException {
        boolean any = false;
        for (long rank = -1; rank >= -LATEST; rank--) {
            String hash = keys.at(prefix + ":payments:all", rank)
                    .map(SameWallet::hashOf)
                    .orElse("");
            if (hash.matches("0x[0-9a-f]{64}")) {
                any = true;
                Optional<Address> sender = chain.senderOf(Hash256.parse(hash));
                if (sender.isPresent()) {
                    requirePayer(hash, sender.get());
                    return "";
                }
            }
        }
        return any
                ? "the node knows none of the latest recorded payments, so nothing shows that " + payer
                        + " is whom the old pool paid from"
                : "";
    }

    private void requirePayer(String hash, Address sender) throws IOException {
        if (!sender.equals(payer)) {
            throw new IOException("the old pool's latest payment, " + hash + ", was sent by " + sender + ", not by "
                    + payer + ": name whom it paid from as payouts.address, or with --payer");
        }
    }

    /** Asked before the head too: what is mined while blocks are read is above the last that is read. */
    private String unmined() throws IOException {
        return chain.hasUnmined(payer) ? "the node has transactions of " + payer + " that are in no block yet" : "";
    }

    private String silent(long head, Instant now, String doubt) throws IOException {
        String unmined = unmined();
        if (!unmined.isEmpty()) {
            return unmined;
        }
        Duration age = Duration.between(chain.timeOf(head), now);
        return maxHeadAge.isPresent() && age.compareTo(maxHeadAge.get()) > 0
                ? "the node's latest block is " + age.toMinutes() + " minutes old"
                : doubt;
    }

    private static List<ChainTransfer> unrecorded(List<ChainTransfer> sent, SameWallet wallet) {
        Set<String> hashes = new HashSet<>();
        sent.forEach(transfer -> hashes.add(transfer.transaction().toString()));
        Set<String> recorded = wallet.recorded(hashes);
        return sent.stream()
                .filter(transfer -> !recorded.contains(transfer.transaction().toString()))
                .toList();
    }
}
