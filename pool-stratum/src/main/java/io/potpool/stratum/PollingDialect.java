package io.potpool.stratum;

/** A protocol whose miners may ask for work. */
interface PollingDialect extends Dialect {

    /** Returns the answer to a request for work. */
    String work(String id, Work work);

    /** Returns the answer to a request for work that cannot be granted. */
    String noWork(String id, Refusal why);
}
