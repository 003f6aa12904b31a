package io.potpool.launcher.migrate;

/** What the chain says of a payment that an old pool has recorded. The words follow those of a count in a report. */
enum PaymentFinding {

    /** The transaction has carried the amount, or the amount less a fee, to the login. */
    VERIFIED("verified by their receipts", false),

    /** It has carried less than the amount and any fee that is known; the old pool may have kept what sending cost. */
    SHORT("carried less than the amount less a known fee", false),

    /** The node does not know the transaction; it may be older than what the node keeps. */
    UNKNOWN("are not known to the node", false),

    /** The transaction is in no block. */
    UNMINED("are in no block yet", false),

    /** The row has no hash, login or amount of the usual form. */
    UNREADABLE("have no transaction hash, login and amount of the usual form", false),

    /** The node was not asked, or did not answer. */
    NOT_ASKED("were not looked up", false),

    /** The receipt has the status 0: nothing was paid. */
    FAILED("failed on the chain", true),

    /** The transaction has gone to somebody else. */
    OTHER_RECIPIENT("went to another recipient", true),

    /** The transaction has carried more than what was recorded, which includes the fee. */
    MORE("carried more than what was recorded", true),

    /** An earlier row has the same transaction. */
    TWICE("have a transaction that an earlier row has", true);

    private final String words;
    private final boolean contradicted;

    PaymentFinding(String words, boolean contradicted) {
        this.words = words;
        this.contradicted = contradicted;
    }

    String words() {
        return words;
    }

    /** Returns whether the chain says otherwise than the old pool. */
    boolean contradicted() {
        return contradicted;
    }
}
