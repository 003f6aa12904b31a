package io.potpool.audit;

import io.potpool.domain.Address;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.ShareCredit;
import java.math.BigInteger;

/**
 * A share as its row says, whole: what its pay is recomputed from, and the pay.
 *
 * @param terms the text of its terms
 * @param atMillis when its line was read
 * @param wei what its login got for it; 0 if it is late
 * @param late whether it is a late duplicate
 */
public record ShareRow(
        ShareFacts facts, String terms, String login, String worker, long atMillis, BigInteger wei, boolean late) {

    /** Returns the row of a share. */
    public static ShareRow of(ShareCredit credit, String terms, BigInteger wei, boolean late) {
        return new ShareRow(
                credit.facts(),
                terms,
                credit.login().text(),
                credit.worker(),
                credit.at().toEpochMilli(),
                wei,
                late);
    }

    /** @throws IllegalArgumentException if the login is not an address */
    public Address address() {
        return new Address(login);
    }
}
