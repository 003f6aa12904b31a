package io.potpool.spi;

/** A batch whose sequence is above the store's mark plus one: the store has lost batches that it had confirmed. */
public final class SequenceGapException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final long mark;

    /** Creates the exception. */
    public SequenceGapException(long mark, long sequence) {
        super("batch " + sequence + " refused: the store's mark is " + mark);
        this.mark = mark;
    }

    /** Returns the store's mark. */
    public long mark() {
        return mark;
    }
}
