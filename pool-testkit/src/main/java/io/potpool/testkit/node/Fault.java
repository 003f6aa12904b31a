package io.potpool.testkit.node;

/** A way in which a call of the simulated node goes wrong. */
public enum Fault {
    /** Nothing is done; the answer is the error -32000 {@code injected fault}. */
    ERROR,
    /** The call takes effect and is never answered. */
    TIMEOUT_AFTER_EFFECT,
    /** The call takes effect, then the connection is closed without an answer. */
    CLOSE_AFTER_EFFECT,
    /** Nothing is done; HTTP status 500. */
    HTTP_500,
    /** Nothing is done; the connection is closed without an answer. */
    CLOSE,
    /** Nothing is done; the body of the answer is no JSON. */
    GARBAGE;

    boolean takesEffect() {
        return this == TIMEOUT_AFTER_EFFECT || this == CLOSE_AFTER_EFFECT;
    }
}
