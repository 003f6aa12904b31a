package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
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
        long first = chain.firstSince(since);
        long head = chain.head();
        if (head - first >= MOST_BLOCKS) {
            throw new IOException("the oldest open payment is more than " + MOST_BLOCKS + " blocks old, of " + since);
        }
        Instant now = clock.instant();
        List<ChainTransfer> sent = new ArrayList<>();
        for (long height = first; height <= head; height++) {
            sent.addAll(chain.transfers(payer, height));
        }
        String silent = silent(head, now);
        return new PendingRule(fees, new PendingRule.View(head, silent, now))
                .decide(pending, unrecorded(sent, keys, prefix));
    }

    /** Returns what the old pool's wallet has now. */
    Wei wallet() throws IOException {
        return chain.balance(payer);
    }

    private String silent(long head, Instant now) throws IOException {
        if (chain.hasUnmined(payer)) {
            return "the node has transactions of " + payer + " that are in no block yet";
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
            int colon = member.indexOf(':');
            String hash = colon < 0 ? member : member.substring(0, colon);
            if (hashes.contains(hash)) {
                recorded.add(hash);
            }
        });
        return sent.stream()
                .filter(transfer -> !recorded.contains(transfer.transaction().toString()))
                .toList();
    }
}
