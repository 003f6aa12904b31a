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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks on the chain for what became of open payments. Blocks for as long as the node takes to hand out the blocks since. */
final class PendingSearch {

    private static final long MOST_BLOCKS = 200_000;

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

    /** @throws IOException if the node does not tell */
    List<Resolution> resolve(List<PendingPayment> pending, OldKeys keys, String prefix) throws IOException {
        Instant since = pending.stream()
                .map(PendingPayment::at)
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(PendingRule.SKEW);
        requirePayer(keys, prefix);
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
        String silent = unmined.isEmpty() ? silent(head, now) : unmined;
        return new PendingRule(fees, new PendingRule.View(head, silent, now))
                .decide(pending, unrecorded(sent, keys, prefix));
    }

    /** Returns what the old pool's wallet has now. */
    Wei wallet() throws IOException {
        return chain.balance(payer);
    }

    /** With another address every open payment would look as if it was never sent. */
    private void requirePayer(OldKeys keys, String prefix) throws IOException {
        String[] last = {""};
        keys.sorted(prefix + ":payments:all", (score, member) -> last[0] = hashOf(member));
        if (!last[0].matches("0x[0-9a-f]{64}")) {
            return;
        }
        Optional<Address> sender = chain.senderOf(Hash256.parse(last[0]));
        if (sender.isPresent() && !sender.get().equals(payer)) {
            throw new IOException("the old pool's latest payment, " + last[0] + ", was sent by " + sender.get()
                    + ", not by " + payer + ": name whom it paid from as payouts.address, or with --payer");
        }
    }

    private static String hashOf(String member) {
        int colon = member.indexOf(':');
        return (colon < 0 ? member : member.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** Asked before the head too: what is mined while blocks are read is above the last that is read. */
    private String unmined() throws IOException {
        return chain.hasUnmined(payer) ? "the node has transactions of " + payer + " that are in no block yet" : "";
    }

    private String silent(long head, Instant now) throws IOException {
        String unmined = unmined();
        if (!unmined.isEmpty()) {
            return unmined;
        }
        Duration age = Duration.between(chain.timeOf(head), now);
        return maxHeadAge.isPresent() && age.compareTo(maxHeadAge.get()) > 0
                ? "the node's latest block is " + age.toMinutes() + " minutes old"
                : "";
    }

    private static List<ChainTransfer> unrecorded(List<ChainTransfer> sent, OldKeys keys, String prefix) {
        Set<String> hashes = new HashSet<>();
        sent.forEach(transfer -> hashes.add(transfer.transaction().toString()));
        Set<String> recorded = new HashSet<>();
        keys.sorted(prefix + ":payments:all", (score, member) -> {
            String hash = hashOf(member);
            if (hashes.contains(hash)) {
                recorded.add(hash);
            }
        });
        return sent.stream()
                .filter(transfer -> !recorded.contains(transfer.transaction().toString()))
                .toList();
    }
}
