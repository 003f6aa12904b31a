package io.potpool.redis;

import io.potpool.spi.Agreement;
import io.potpool.spi.JournalId;
import io.potpool.spi.StoreLoss;
import io.potpool.terms.TermsRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as a script answers it.
 *
 * @param records all settled records after the sequence that was asked for
 * @param pending those that are not settled, if they were asked for
 * @param settled the last settled sequence
 * @param instances how many are registered
 * @param answer which of the agreements it is that its instance was sent
 */
record Agreed(
        List<TermsRecord> records,
        List<TermsRecord> pending,
        long lastSequence,
        long announced,
        long best,
        long least,
        List<JournalId> gone,
        Instant at,
        long settled,
        int instances,
        long answer,
        StoreLoss loss) {

    /** The greatest number that scripts compute with exactly; heights of that size stand for none. */
    static final long MOST = (1L << 53) - 1;

    static Agreed read(@Nullable Object reply) {
        List<@Nullable Object> parts = Replies.list(reply);
        String least = Replies.text(parts.get(5));
        boolean isConfirmed = parts.size() > 12;
        List<TermsRecord> pending = !isConfirmed
                ? List.of()
                : records(parts.get(12)).stream()
                        .map(entry -> new TermsRecord(entry.sequence(), entry.by(), Long.MAX_VALUE, entry.change()))
                        .toList();
        return new Agreed(
                records(parts.get(1)),
                pending,
                Replies.number(parts.get(2)),
                Replies.number(parts.get(3)),
                Replies.number(parts.get(4)),
                least.isEmpty() || Long.parseLong(least) >= MOST ? Long.MAX_VALUE : Long.parseLong(least),
                Replies.list(parts.get(6)).stream()
                        .map(id -> JournalId.parse(Replies.text(id)))
                        .toList(),
                Instant.ofEpochMilli(Replies.number(parts.get(7))),
                Replies.number(parts.get(8)),
                (int) Replies.number(parts.get(11)),
                Replies.number(parts.get(9)),
                new StoreLoss(Replies.number(parts.get(10)), isConfirmed ? bytes(parts.get(13)) : Set.of()));
    }

    private static Set<Integer> bytes(@Nullable Object reply) {
        return Replies.list(reply).stream()
                .map(value -> (int) Replies.number(value))
                .collect(Collectors.toSet());
    }

    private static List<TermsRecord> records(@Nullable Object reply) {
        List<@Nullable Object> flat = Replies.list(reply);
        List<TermsRecord> records = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            records.add(TermsText.read(Replies.number(flat.get(i)), Replies.bytes(flat.get(i + 1))));
        }
        return records;
    }

    /** Returns it for one who has applied the records up to {@code known}. */
    Agreement after(long known) {
        return new Agreement(
                records.stream().filter(entry -> entry.sequence() > known).toList(),
                pending,
                lastSequence,
                announced,
                best,
                least,
                gone,
                at,
                loss);
    }
}
