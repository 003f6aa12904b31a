package io.potpool.sqlite;

import io.potpool.spi.JournalId;
import io.potpool.spi.OneInstance;
import io.potpool.sqlite.HeightTable.Heights;
import io.potpool.store.Lane;
import io.potpool.terms.TermsRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What is committed of terms and heights; read from memory, where it changes after the commit. */
final class SqliteState implements OneInstance.State {

    private final Writer writer;
    private final InstantSource clock;
    private volatile Heights heights;
    private volatile long lastSequence;

    SqliteState(Writer writer, Heights heights, long lastSequence, InstantSource clock) {
        this.clock = clock;
        this.writer = writer;
        this.heights = heights;
        this.lastSequence = lastSequence;
    }

    Heights heights() {
        return heights;
    }

    void committed(Heights to) {
        heights = to;
    }

    void committed(TermsRecord entry) {
        lastSequence = Math.max(lastSequence, entry.sequence());
    }

    @Override
    public CompletionStage<List<TermsRecord>> after(long known) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            List<TermsRecord> records = session.terms().after(known);
            return () -> answer.complete(records);
        });
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public long announced() {
        return heights.announced();
    }

    @Override
    public long best() {
        return heights.reference();
    }

    @Override
    public CompletionStage<Long> nextToken(String office) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            long token = session.heights().nextToken(office);
            return () -> answer.complete(token);
        });
    }

    @Override
    public CompletionStage<Void> began(JournalId id) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            session.absences().began(id, session.heights().get(), clock.millis());
            return () -> answer.complete(null);
        });
    }

    @Override
    public CompletionStage<Void> ended(JournalId id, long leastCommittable) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            Heights from = session.heights().get();
            Heights to = session.absences().ended(id, leastCommittable)
                    ? new Heights(from.announced(), from.reference(), Long.MAX_VALUE, from.floor())
                    : from;
            session.heights().set(to);
            return () -> {
                committed(to);
                answer.complete(null);
            };
        });
    }
}
