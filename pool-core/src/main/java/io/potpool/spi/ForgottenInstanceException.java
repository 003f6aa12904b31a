package io.potpool.spi;

/**
 * An instance that the store does not count any more: it was silent for too long, or the operator has forgotten it. It must
 * not serve miners under this identity again.
 */
public final class ForgottenInstanceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ForgottenInstanceException(JournalId id) {
        super("the instance " + id + " is not registered: it was silent for too long or was forgotten; restart it");
    }

    /** Creates the exception for an instance whose settled record the store, which had lost it, has settled otherwise since. */
    public ForgottenInstanceException(JournalId id, long sequence) {
        super("the instance " + id + " has read record " + sequence
                + " of the terms log otherwise than the store, which has"
                + " lost writes, has settled it since: it is not registered any more; restart it");
    }
}
