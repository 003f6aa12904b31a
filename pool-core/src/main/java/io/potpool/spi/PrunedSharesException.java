package io.potpool.spi;

import java.time.Instant;

/**
 * A batch that comes so late that the store does not know any more which of its shares it has: some may be paid already, by
 * another instance. Nothing of it is applied, now or later, until the operator has its journal paid all the same
 * ({@link ShareStore#admit}) or takes its spool away.
 */
public final class PrunedSharesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param height the height of one of its shares that may be paid already
     * @param newest when the newest of its shares was read
     */
    public PrunedSharesException(CreditBatch batch, long height, Instant newest) {
        super("batch " + batch.sequence() + " of journal " + batch.journal() + " is refused: its "
                + batch.shares().size() + " shares, the newest of " + newest + ", among them one of height " + height
                + ", come so late that the store cannot tell which of them it has paid already. They stay in the spool."
                + " Have this journal paid in full with \"potpool admit " + batch.journal()
                + " FILE\", or stop this instance and take its spool away");
    }
}
