package io.potpool.spi;

/** A posting whose id the store already has with another content. */
public final class ConflictingPostingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ConflictingPostingException(String id) {
        super("the ledger already has a posting \"" + id + "\" with another content");
    }
}
