package io.potpool.redis;

import java.net.UnknownHostException;

/** No reply: the server cannot be reached, the connection broke, or the time was up. */
final class LinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns what went wrong for an operator, once: a client wraps a failure in others that repeat it by its class. */
    static String inWords(Throwable failure) {
        if (String.valueOf(failure.getMessage()).contains("does not support HELLO")) {
            return "the server is older than Redis 6.2, which is needed";
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String root = own(deepest);
        String outer = own(failure);
        return failure == deepest || outer.equals(deepest.toString()) || outer.contains(root)
                ? outer.replace(deepest.toString(), root)
                : outer + ": " + root;
    }

    private static String own(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String whole = failure instanceof UnknownHostException ? "unknown host " + message : message;
        return whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole;
    }
}
