package io.potpool.sqlite;

import io.potpool.store.LaneQueue;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A change on its way to the writer, with the stage that its caller waits for. */
final class Command<T> implements LaneQueue.Weighted {

    /** What a command does within a transaction. It may run again if the transaction it ran in could not be committed. */
    @FunctionalInterface
    interface Work<T> {

        /** Makes the change and returns what answers its caller once it is durable. */
        Runnable run(Session session, CompletableFuture<T> answer) throws SQLException;
    }

    private final Work<T> work;
    private final int weight;
    private final long queuedNanos;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** @param weight about how many rows it writes */
    Command(Work<T> work, int weight, long queuedNanos) {
        this.work = work;
        this.weight = weight;
        this.queuedNanos = queuedNanos;
    }

    Runnable run(Session session) throws SQLException {
        return work.run(session, answer);
    }

    void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    @Override
    public int weight() {
        return weight;
    }

    long queuedNanos() {
        return queuedNanos;
    }
}
