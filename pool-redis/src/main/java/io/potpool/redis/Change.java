package io.potpool.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change on its way to the server. Used on the writer's thread. */
interface Change<T> {

    /** Returns what to send, immediately before it is sent. */
    Call call();

    /**
     * Takes the reply, which is no error.
     *
     * @param clean whether all changes sent before it in the same go are done with
     * @return what completes the stage, or null if the change is to be sent once more
     */
    @Nullable Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<T> answer);

    /** Returns whether making it twice is as making it once. */
    default boolean isRepeatable() {
        return true;
    }

    /** Returns a change of one call with one reply. */
    static <T> Change<T> of(Call call, Function<@Nullable Object, T> reading) {
        return new Change<>() {
            @Override
            public Call call() {
                return call;
            }

            @Override
            public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<T> answer) {
                T value = reading.apply(reply);
                return () -> answer.complete(value);
            }
        };
    }

    /** Returns a change of one call whose reply does not matter. */
    static Change<@Nullable Void> of(Call call) {
        return new Change<>() {
            @Override
            public Call call() {
                return call;
            }

            @Override
            public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<@Nullable Void> answer) {
                return () -> answer.complete(null);
            }
        };
    }
}
