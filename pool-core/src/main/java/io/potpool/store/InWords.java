package io.potpool.store;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Puts values into words for an operator. */
public final class InWords {

    private InWords() {}

    /** Returns a span of time such as {@code 15 min}, {@code 90 s} or {@code 250 ms}: exact to the millisecond. */
    public static String of(Duration span) {
        long millis = span.toMillis();
        if (millis % 1000 != 0) {
            return millis + " ms";
        }
        long seconds = millis / 1000;
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** Returns what a failure says, without what stages and futures have wrapped it in. */
    public static String of(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof ExecutionException || bare instanceof CompletionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        String message = bare.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        return bare instanceof TimeoutException
                ? "no answer in time"
                : bare.getClass().getSimpleName();
    }
}
