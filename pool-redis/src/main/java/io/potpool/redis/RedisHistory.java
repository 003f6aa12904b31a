package io.potpool.redis;

import io.potpool.domain.Address;
import io.potpool.spi.ConflictingHistoryException;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened, by number from 1 on, for ever. */
final class RedisHistory implements HistoryStore {

    private static final int PAGE = 500;

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;

    RedisHistory(RedisWriter writer, RedisCaller caller, Keys keys) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Integer> add(List<HistoryRecord> records) {
        if (records.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(records.size() + " records at once; at most " + MOST_AT_ONCE);
        }
        if (records.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        List<Object> arguments = new ArrayList<>();
        records.forEach(record -> {
            arguments.add(record.id());
            arguments.add(bytes(record));
        });
        Call call = Call.of(Script.HISTORY, List.of(keys.meta(), keys.history(), keys.historyIds()), arguments);
        return writer.submit(Lane.SHARES, records.size(), new Change<Integer>() {
            @Override
            public Call call() {
                return call;
            }

            @Override
            public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<Integer> answer) {
                List<@Nullable Object> parts = Replies.list(reply);
                if (Replies.text(parts.get(0)).equals("conflict")) {
                    String id = Replies.text(parts.get(1));
                    return () -> answer.completeExceptionally(new ConflictingHistoryException(id));
                }
                int fresh = (int) Replies.number(parts.get(1));
                return () -> answer.complete(fresh);
            }
        });
    }

    @Override
    public void each(Consumer<HistoryRecord> consumer) {
        long last = Replies.number(caller.read(Call.of("HGET", keys.meta(), "history")));
        for (long from = 1; from <= last; from += PAGE) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(keys.history());
            for (long number = from; number < from + PAGE && number <= last; number++) {
                arguments.add(number);
            }
            for (Object record : Replies.list(caller.read(Call.of("HMGET", arguments.toArray())))) {
                consumer.accept(read(Replies.bytes(record)));
            }
        }
    }

    private static byte[] bytes(HistoryRecord record) {
        Bytes.Out out = new Bytes.Out();
        out.text(record.id());
        out.text(record.kind());
        out.signed(record.at().toEpochMilli());
        out.text(record.login().map(Address::text).orElse(""));
        out.text(record.fieldsText());
        return Digest.seal(out.toBytes());
    }

    private static HistoryRecord read(byte[] bytes) {
        try {
            Bytes.In in = new Bytes.In(Digest.open(bytes));
            String id = in.text();
            String kind = in.text();
            Instant at = Instant.ofEpochMilli(in.signed());
            String login = in.text();
            String fields = in.text();
            in.end();
            return new HistoryRecord(
                    id,
                    kind,
                    at,
                    login.isEmpty() ? Optional.empty() : Optional.of(new Address(login)),
                    HistoryRecord.parseFields(fields));
        } catch (IllegalArgumentException damaged) {
            throw new StoreException("a record of the history is damaged: " + damaged.getMessage(), damaged);
        }
    }
}
