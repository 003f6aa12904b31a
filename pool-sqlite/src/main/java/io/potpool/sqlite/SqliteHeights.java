package io.potpool.sqlite;

import io.potpool.spi.HeightStore;
import io.potpool.sqlite.HeightTable.Heights;
import io.potpool.store.Lane;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The highest height announced and the reference; read from memory, where they change after the commit. */
final class SqliteHeights implements HeightStore {

    private final Writer writer;
    private volatile Heights committed;

    SqliteHeights(Writer writer, Heights committed) {
        this.writer = writer;
        this.committed = committed;
    }

    @Override
    public long highestAnnounced() {
        return committed.announced();
    }

    @Override
    public long reference() {
        return committed.reference();
    }

    @Override
    public CompletionStage<Void> announce(long height) {
        return change(old -> new Heights(Math.max(old.announced(), height), Math.max(old.reference(), height)));
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return change(old -> new Heights(old.announced(), height));
    }

    private CompletionStage<Void> change(UnaryOperator<Heights> change) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            Heights to = change.apply(session.heights().get());
            session.heights().set(to);
            return () -> {
                committed = to;
                answer.complete(null);
            };
        });
    }
}
