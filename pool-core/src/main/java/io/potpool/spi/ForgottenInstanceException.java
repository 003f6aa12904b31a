package io.potpool.spi;

/**
 * An instance that the store does not count any more: it was silent for too long, the operator has forgotten it, or the store
 * has lost what it knew of it. It must not serve miners under this identity again.
 */
public final class ForgottenInstanceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RemovalCause why;

    /** Creates the exception of a store that does not keep why. */
    public ForgottenInstanceException(JournalId id) {
        this(id, RemovalCause.UNTOLD);
    }

    /** Creates the exception. */
    public ForgottenInstanceException(JournalId id, RemovalCause why) {
        super("the instance " + id + " is not registered: " + why.inWords() + "; restart it");
        this.why = why;
    }

    /** Creates the exception for an instance whose settled record the store, which had lost it, has settled otherwise since. */
    public ForgottenInstanceException(JournalId id, long sequence) {
        super("the instance " + id + " has read record " + sequence
                + " of the terms log otherwise than the store, which has"
                + " lost writes, has settled it since: it is not registered any more; restart it");
        this.why = RemovalCause.TERMS_CONTRADICT;
    }

    /** Returns why it is not on the register any more. */
    public RemovalCause why() {
        return why;
    }
}
