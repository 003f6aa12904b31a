package io.potpool.launcher.command;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Puts a failure into one line for an operator. */
final class Failures {

    private static final int MAX_CAUSES = 5;

    private Failures() {}

    static String inWords(Throwable wrapped) {
        Throwable failure = bare(wrapped);
        StringBuilder words = new StringBuilder(own(failure));
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String more = own(cause);
            if (words.indexOf(more) < 0 && !repeats(cause)) {
                words.append(": ").append(more);
            }
            cause = cause.getCause();
        }
        return words.toString();
    }

    /** Returns a failure without what a stage or a future has wrapped it in. */
    static Throwable bare(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof ExecutionException || bare instanceof CompletionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }

    /** Returns whether a failure says nothing but what its cause is, whose turn comes next. */
    private static boolean repeats(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && cause.toString().equals(failure.getMessage());
    }

    private static String own(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return failure instanceof TimeoutException ? "no answer in time" : kind;
        }
        return failure instanceof Error ? kind + " " + message : message;
    }
}
