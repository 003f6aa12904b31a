package io.potpool.redis;

import io.potpool.audit.Tally;
import io.potpool.ledger.Entry;
import io.potpool.spi.ConflictingPostingException;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Postings, by number from 1 on. */
final class RedisLedger implements LedgerStore {

    private static final int PAGE = 500;

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;

    RedisLedger(RedisWriter writer, RedisCaller caller, Keys keys) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        Tally sums = new Tally();
        for (Entry entry : posting.entries()) {
            sums.add(entry.account().name(), entry.amount().value(), 0);
        }
        List<Object> names = new ArrayList<>(List.of(keys.meta(), keys.postings(), keys.postingIds(), keys.accounts()));
        List<Object> arguments = new ArrayList<>(
                List.of(posting.id(), PostingText.bytes(posting), sums.lines().size()));
        sums.lines().forEach((account, line) -> {
            names.add(keys.account(account));
            arguments.add(account);
            arguments.add(Amounts.gwei(line.amount));
            arguments.add(Amounts.below(line.amount));
        });
        Call call = Call.of(Script.POST, names, arguments);
        return writer.submit(Lane.VITAL, posting.entries().size(), new Change<Boolean>() {
            @Override
            public Call call() {
                return call;
            }

            @Override
            public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<Boolean> answer) {
                String said = Replies.text(reply);
                return said.equals("conflict")
                        ? () -> answer.completeExceptionally(new ConflictingPostingException(posting.id()))
                        : () -> answer.complete(said.equals("ok"));
            }
        });
    }

    @Override
    public void each(Consumer<Posting> consumer) {
        long last = Replies.number(caller.read(Call.of("HGET", keys.meta(), "postings")));
        each(caller, keys, last, (number, bytes) -> {
            try {
                consumer.accept(PostingText.read(bytes));
            } catch (IllegalArgumentException damaged) {
                throw new StoreException("posting " + number + " is damaged: " + damaged.getMessage(), damaged);
            }
        });
    }

    /** Takes a posting as it is kept. */
    interface Raw {
        void accept(long number, byte[] bytes);
    }

    /** Hands over the postings up to a number; of one that is missing, no bytes. */
    static void each(RedisCaller caller, Keys keys, long last, Raw raw) {
        for (long from = 1; from <= last; from += PAGE) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(keys.postings());
            for (long number = from; number < from + PAGE && number <= last; number++) {
                arguments.add(number);
            }
            List<@Nullable Object> page = Replies.list(caller.read(Call.of("HMGET", arguments.toArray())));
            for (int i = 0; i < page.size(); i++) {
                Object bytes = page.get(i);
                raw.accept(from + i, bytes == null ? new byte[0] : Replies.bytes(bytes));
            }
        }
    }
}
