package io.potpool.launcher.command;

/** Puts a failure into one line for an operator. */
final class Failures {

    private static final int MAX_CAUSES = 5;

    private Failures() {}

    static String inWords(Throwable failure) {
        StringBuilder words = new StringBuilder(own(failure));
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String more = own(cause);
            if (words.indexOf(more) < 0) {
                words.append(": ").append(more);
            }
            cause = cause.getCause();
        }
        return words.toString();
    }

    private static String own(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return kind;
        }
        return failure instanceof Error ? kind + " " + message : message;
    }
}
