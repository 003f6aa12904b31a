package io.potpool.spi;

/** A record of the history whose id the store already has with another content. */
public final class ConflictingHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ConflictingHistoryException(String id) {
        super("the history already has a record \"" + id + "\" with another content");
    }
}
