package io.potpool.sqlite;

import io.potpool.domain.Hash256;
import io.potpool.spi.Agreement;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.OneInstance;
import io.potpool.sqlite.HeightTable.Heights;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The highest height announced and the reference. What headers mean is kept in memory: no other process announces them. */
final class SqliteHeights implements HeightStore {

    private static final int FIXED = 8192;

    private final Writer writer;
    private final SqliteState state;
    private final OneInstance instance;
    private final Map<Hash256, FixedJob> fixed = new Recent<>(FIXED);

    SqliteHeights(Writer writer, SqliteState state, OneInstance instance) {
        this.writer = writer;
        this.state = state;
        this.instance = instance;
    }

    @Override
    public long highestAnnounced() {
        return state.announced();
    }

    @Override
    public long reference() {
        return state.best();
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return change(old -> new Heights(
                        Math.max(old.announced(), height),
                        Math.max(old.reference(), height),
                        instance.leastCommittable()))
                .thenCompose(done -> instance.agreement(known));
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return change(old -> new Heights(old.announced(), height, old.committable()));
    }

    private CompletionStage<Void> change(UnaryOperator<Heights> change) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            Heights from = session.heights().get();
            Heights to = change.apply(from);
            if (!to.equals(from)) {
                session.heights().set(to);
            }
            return () -> {
                state.committed(to);
                answer.complete(null);
            };
        });
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        synchronized (fixed) {
            FixedJob first = fixed.putIfAbsent(job.header(), job);
            return CompletableFuture.completedFuture(first == null ? job : first);
        }
    }
}
