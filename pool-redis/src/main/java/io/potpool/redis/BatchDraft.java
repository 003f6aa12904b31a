package io.potpool.redis;

import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.domain.Hash256;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a batch writes if just these of its shares are late. Only the server knows which are: see {@code commit.lua}. */
final class BatchDraft {

    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    private record Placed(int index, long nonce) {}

    private final Keys names;
    private final CreditBatch batch;
    private final BitSet repeated = new BitSet();
    private final Map<Hash256, List<Placed>> nonces = new LinkedHashMap<>();
    private final Map<Hash256, Long> heights = new HashMap<>();
    private BitSet late = new BitSet();

    /** @throws IllegalArgumentException if the batch has no shares, or its number is not positive */
    BatchDraft(Keys names, CreditBatch batch) {
        if (batch.shares().isEmpty() || batch.sequence() < 1) {
            throw new IllegalArgumentException("a batch has a number from 1 on and at least one share");
        }
        this.names = names;
        this.batch = batch;
        Set<ShareKey> seen = new HashSet<>();
        for (int i = 0; i < batch.shares().size(); i++) {
            ShareCredit credit = batch.shares().get(i);
            if (seen.add(credit.key())) {
                Hash256 header = credit.facts().header();
                nonces.computeIfAbsent(header, unused -> new ArrayList<>())
                        .add(new Placed(i, credit.facts().nonce().value()));
                heights.merge(header, credit.facts().height(), Math::max);
            } else {
                repeated.set(i);
            }
        }
        late.or(repeated);
    }

    CreditBatch batch() {
        return batch;
    }

    /**
     * Says which nonces the server has already, besides those that the batch has twice.
     *
     * @param known counted from 1, in the order in which the call has them
     */
    void setKnown(List<Integer> known) {
        List<Placed> all = placed();
        late = (BitSet) repeated.clone();
        known.forEach(number -> late.set(all.get(number - 1).index()));
    }

    /** Returns '1' for each late share and '0' for each other. */
    String outcomes() {
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < batch.shares().size(); i++) {
            outcomes.append(late.get(i) ? '1' : '0');
        }
        return outcomes.toString();
    }

    Call call(long nowMillis, boolean recordGap) {
        StoredBatch stored = stored();
        long hour = Math.floorDiv(stored.newestMillis(), HOUR_MILLIS);
        List<Object> keys = new ArrayList<>(List.of(
                names.meta(),
                names.marks(),
                names.fates(batch.journal()),
                names.gaps(),
                names.batches(hour),
                names.hours(),
                names.headers(),
                names.headerHours(),
                names.accounts()));
        List<Object> arguments = new ArrayList<>(List.of(
                batch.journal(),
                batch.sequence(),
                batch.shares().size(),
                outcomes(),
                recordGap ? 1 : 0,
                nowMillis,
                hour,
                stored.toBytes()));
        addLate(arguments);
        addHeaders(keys, arguments);
        addAccounts(stored.booked(), keys, arguments);
        return Call.of(Script.COMMIT, keys, arguments);
    }

    StoredBatch stored() {
        Map<RewardTerms, String> texts = new HashMap<>();
        List<ShareRow> rows = new ArrayList<>(batch.shares().size());
        Tally booked = new Tally();
        for (int i = 0; i < batch.shares().size(); i++) {
            ShareCredit credit = batch.shares().get(i);
            String terms = texts.computeIfAbsent(credit.terms(), RewardTerms::toText);
            boolean isLate = late.get(i);
            rows.add(ShareRow.of(
                    credit, terms, isLate ? BigInteger.ZERO : credit.reward().value(), isLate));
            if (!isLate) {
                booked.add(credit.login().text(), credit.entries());
            }
        }
        return new StoredBatch(batch.journal(), batch.sequence(), rows, booked);
    }

    private void addLate(List<Object> arguments) {
        if (late.equals(repeated)) {
            arguments.add(0);
            return;
        }
        List<Placed> all = placed();
        List<Object> known = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (late.get(all.get(i).index())) {
                known.add(i + 1);
            }
        }
        arguments.add(known.size());
        arguments.addAll(known);
    }

    private List<Placed> placed() {
        return nonces.values().stream().flatMap(List::stream).toList();
    }

    private void addHeaders(List<Object> keys, List<Object> arguments) {
        arguments.add(nonces.size());
        nonces.forEach((header, placed) -> {
            byte[] hash = header.toBytes();
            keys.add(names.nonces(hash));
            arguments.add(hash);
            arguments.add(heights.get(header));
            arguments.add(placed.size());
            placed.forEach(nonce -> arguments.add(nonce.nonce()));
        });
    }

    private void addAccounts(Tally booked, List<Object> keys, List<Object> arguments) {
        arguments.add(booked.lines().size());
        booked.lines().forEach((account, line) -> {
            keys.add(names.account(account));
            arguments.add(account);
            arguments.add(Amounts.gwei(line.amount));
            arguments.add(Amounts.below(line.amount));
            arguments.add(line.shares);
        });
    }
}
