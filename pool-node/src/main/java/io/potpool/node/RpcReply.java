package io.potpool.node;

/** What became of one JSON-RPC call. */
sealed interface RpcReply<T> {

    /** The call's result. */
    record Result<T>(T value) implements RpcReply<T> {}

    /** The node's own error. */
    record Failure<T>(long code, String message) implements RpcReply<T> {}

    /** An answer that is not what the protocol says. */
    record Malformed<T>(String why) implements RpcReply<T> {}

    /** No JSON-RPC answer at all. */
    record NoAnswer<T>(boolean timedOut, String why) implements RpcReply<T> {}

    /** The code of a method that the node does not have. */
    long NO_SUCH_METHOD = -32601;

    /** Turns a result into another type; the other outcomes stay what they are. */
    default <U> RpcReply<U> decode(Decoder<T, U> decoder) {
        if (this instanceof Result<T> result) {
            try {
                return new Result<>(decoder.decode(result.value()));
            } catch (BadValueException bad) {
                return new Malformed<>(bad.why());
            }
        }
        return without();
    }

    /** Returns this outcome as another type; it must not be a result. */
    default <U> RpcReply<U> without() {
        if (this instanceof Failure<T> failure) {
            return new Failure<>(failure.code(), failure.message());
        }
        if (this instanceof NoAnswer<T> none) {
            return new NoAnswer<>(none.timedOut(), none.why());
        }
        if (this instanceof Malformed<T> malformed) {
            return new Malformed<>(malformed.why());
        }
        throw new IllegalStateException("a result has a value");
    }

    /** Returns whether the node has no such method. */
    default boolean isUnknownMethod() {
        return this instanceof Failure<T> failure && failure.code() == NO_SUCH_METHOD;
    }

    /** Returns what went wrong, in words for a log; empty for a result. */
    default String problem() {
        if (this instanceof Failure<T> failure) {
            return "error " + failure.code() + " " + failure.message();
        }
        if (this instanceof Malformed<T> malformed) {
            return malformed.why();
        }
        return this instanceof NoAnswer<T> none ? none.why() : "";
    }

    /** Turns one value into another. */
    @FunctionalInterface
    interface Decoder<T, U> {
        U decode(T value) throws BadValueException;
    }
}
