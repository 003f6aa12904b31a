package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.rewards.ShareFacts;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Instant;

/** Takes the lines of a ledger one by one; an exception ends the reading. */
public interface LedgerVisitor {

    /** Takes what an account got by shares in one hour. */
    default void hour(HourLine line) {}

    /** Takes a single share. */
    default void share(ShareLine line) {}

    /** Takes a posting. */
    default void posting(Posting posting) {}

    /** Takes what an account has. */
    default void balance(BalanceLine line) {}

    /** Takes a solution and what became of it. */
    default void solution(Solution solution, SolutionFate fate) {}

    /**
     * Shares of one hour, summed.
     *
     * @param hour when it began
     * @param shares how many credited shares of the login; 0 for the pool's own accounts
     */
    record HourLine(Instant hour, Account account, Wei amount, long shares) {}

    /**
     * A share that is kept one by one.
     *
     * @param terms the text of its terms
     * @param at when its line was read
     * @param reward what its login got for it
     * @param late whether it is a late duplicate, which got nothing
     */
    record ShareLine(
            ShareFacts facts, String terms, Address login, String worker, Instant at, Wei reward, boolean late) {}

    /**
     * What an account has.
     *
     * @param credited all that was credited to it; 0 for the pool's own accounts
     * @param shares how many credited shares it has sent
     */
    record BalanceLine(Account account, Wei credited, Wei balance, long shares) {}
}
