package io.potpool.endtoend;

import io.potpool.redis.RedisSettings;
import io.potpool.redis.RedisStore;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.ShareKey;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The single share rows of a store, counted by key. */
final class ShareRows implements LedgerVisitor {

    final Map<ShareKey, Integer> credited = new HashMap<>();
    final Map<ShareKey, Integer> late = new HashMap<>();
    /** What late duplicates were paid. */
    BigInteger lateWei = BigInteger.ZERO;

    BigInteger wei = BigInteger.ZERO;
    /** By which the store tells duplicates. */
    Set<ShareKey> keys = Set.of();

    static ShareRows read(RedisSettings settings) {
        ShareRows rows = new ShareRows();
        try (RedisStore store = RedisStore.open(settings)) {
            store.ledgerReader().read(true, rows);
            rows.keys = Set.copyOf(store.shares().keysFrom(0));
        }
        return rows;
    }

    /** Returns the shares that are credited more than once. */
    List<ShareKey> twice() {
        return credited.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void share(ShareLine line) {
        ShareKey key = new ShareKey(line.facts().header(), line.facts().nonce());
        (line.late() ? late : credited).merge(key, 1, Integer::sum);
        wei = wei.add(line.reward().value());
        if (line.late()) {
            lateWei = lateWei.add(line.reward().value());
        }
    }
}
