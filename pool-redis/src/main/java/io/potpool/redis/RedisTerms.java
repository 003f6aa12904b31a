package io.potpool.redis;

import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.spi.TermsStore;
import io.potpool.store.DecidingRecords;
import io.potpool.store.Lane;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The terms log. */
final class RedisTerms implements TermsStore {

    private static final int PAGE = 1000;

    private final class Append implements Change<TermsRecord> {
        private final JournalId by;
        private final long number;
        private final byte[] change;
        private final LongSupplier announced;
        private long from;

        Append(JournalId by, TermsChange change, LongSupplier announced) {
            this.by = by;
            this.change = TermsText.bytes(change);
            this.number = asked.number(by, change);
            this.announced = announced;
        }

        @Override
        public Call call() {
            from = unsettled.from(Long.MAX_VALUE);
            return Call.of(
                    Script.APPEND,
                    keys.appending(),
                    List.of(by, announced.getAsLong(), change, from, latest.sequence(), latest.answers(by), number));
        }

        @Override
        public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<TermsRecord> answer) {
            List<@Nullable Object> parts = Replies.list(reply);
            long sequence = Replies.number(parts.get(0));
            latest.tell(sequence);
            unsettled.add(sequence, by, answer);
            Agreed agreed = Agreed.read(parts.get(1));
            latest.answered(by, agreed.answer());
            return unsettled.settled(agreed, Math.min(from, sequence - 1));
        }
    }

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final Unsettled unsettled;
    private final Latest latest;
    private final Asked asked = new Asked();

    RedisTerms(RedisWriter writer, RedisCaller caller, Keys keys, Unsettled unsettled, Latest latest) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.unsettled = unsettled;
        this.latest = latest;
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        Append append = new Append(by, change, announced);
        return writer.submit(Lane.TERMS, 1, append)
                .whenComplete((entry, failure) -> asked.over(by, change, append.number, failure != null));
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        DecidingRecords deciding = new DecidingRecords(lowestHeight);
        records().forEach(deciding::add);
        return deciding.list();
    }

    /** Returns all settled records in their order, asked for in pages: a long log would hold the server up. */
    List<TermsRecord> records() {
        List<Long> sequences = Replies.list(caller.read(Call.of("HKEYS", keys.terms()))).stream()
                .map(field -> sequence(Replies.text(field)))
                .sorted()
                .toList();
        List<TermsRecord> records = new ArrayList<>(sequences.size());
        for (int from = 0; from < sequences.size(); from += PAGE) {
            List<Long> page = sequences.subList(from, Math.min(from + PAGE, sequences.size()));
            List<Object> wanted = new ArrayList<>(List.of(keys.terms()));
            wanted.addAll(page);
            List<@Nullable Object> texts = Replies.list(caller.read(Call.of("HMGET", wanted.toArray())));
            for (int i = 0; i < page.size(); i++) {
                Object text = texts.get(i);
                if (text != null) {
                    records.add(TermsText.read(page.get(i), Replies.bytes(text)));
                }
            }
        }
        return records;
    }

    private static long sequence(String field) {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException damaged) {
            throw new StoreException("the terms log has a record without a number: " + field, damaged);
        }
    }
}
