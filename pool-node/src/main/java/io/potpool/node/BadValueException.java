package io.potpool.node;

/** A value that is not what the protocol says; it never leaves the codec. */
final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    BadValueException(String why) {
        super(why, null, false, false);
    }

    /** Returns what is wrong, in words for a log. */
    String why() {
        String message = getMessage();
        return message == null ? "bad value" : message;
    }
}
