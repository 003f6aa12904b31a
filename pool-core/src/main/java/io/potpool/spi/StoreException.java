package io.potpool.spi;

/**
 * The store cannot be opened, or could not make a change. After a failed change its fate is unknown: it may be repeated,
 * and a batch repeated under its number is applied once.
 */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message for the operator. */
    public StoreException(String message) {
        super(message);
    }

    /** Creates the exception with a message for the operator and its cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
