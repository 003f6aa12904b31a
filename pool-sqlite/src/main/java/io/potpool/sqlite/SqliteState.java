package io.potpool.sqlite;

import io.potpool.spi.OneInstance;
import io.potpool.sqlite.HeightTable.Heights;
import io.potpool.terms.TermsRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What is committed of terms and heights; read from memory, where it changes after the commit. */
final class SqliteState implements OneInstance.State {

    private final Writer writer;
    private volatile Heights heights;
    private volatile long lastSequence;

    SqliteState(Writer writer, Heights heights, long lastSequence) {
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
}
