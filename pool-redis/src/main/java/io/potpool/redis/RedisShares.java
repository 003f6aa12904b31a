package io.potpool.redis;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.store.Alarm;
import io.potpool.store.Lane;
import io.potpool.store.LaneQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Shares and balances. */
final class RedisShares implements ShareStore {

    private static final int PAGE = 200;
    private static final Duration LATE = Duration.ofSeconds(1);

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Rates rates;

    RedisShares(RedisWriter writer, RedisCaller caller, Keys keys, InstantSource clock, Alarm alarm, Rates rates) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.clock = clock;
        this.alarm = alarm;
        this.rates = rates;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        try {
            CommitChange change = new CommitChange(new BatchDraft(keys, batch), clock, alarm, rates);
            return writer.submit(Lane.SHARES, weight(batch), change);
        } catch (IllegalArgumentException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Shares that come late, such as a spool's, have waited long enough: they are as good as a full batch. */
    private int weight(CreditBatch batch) {
        int rows = batch.shares().size();
        boolean late = rows > 0 && batch.shares().get(rows - 1).at().plus(LATE).isBefore(clock.instant());
        return late ? Math.max(rows, LaneQueue.COMPANY) : rows;
    }

    @Override
    public CompletionStage<Void> admit(JournalId journal) {
        return writer.submit(Lane.VITAL, 1, Change.of(Call.of("HSET", keys.meta(), "admitted:" + journal, 1)));
    }

    @Override
    public CompletionStage<@Nullable Void> missing(JournalId journal, long sequence) {
        return writer.submit(
                Lane.SHARES,
                0,
                Change.of(Call.of(
                        Script.MISSING,
                        List.of(keys.marks(), keys.gaps()),
                        List.of(journal, sequence, clock.millis()))));
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        List<@Nullable Object> headers =
                Replies.list(caller.read(Call.of("ZRANGEBYSCORE", keys.headers(), lowestHeight, "+inf")));
        List<ShareKey> found = new ArrayList<>();
        for (int from = 0; from < headers.size(); from += PAGE) {
            List<byte[]> page = headers.subList(from, Math.min(from + PAGE, headers.size())).stream()
                    .map(Replies::bytes)
                    .toList();
            List<@Nullable Object> nonces = caller.readAll(page.stream()
                    .map(header -> Call.of("SMEMBERS", keys.nonces(header)))
                    .toList());
            for (int i = 0; i < page.size(); i++) {
                Hash256 header = Hash256.of(page.get(i));
                for (Object nonce : Replies.list(nonces.get(i))) {
                    found.add(new ShareKey(header, new Nonce(Replies.number(nonce))));
                }
            }
        }
        return found;
    }
}
