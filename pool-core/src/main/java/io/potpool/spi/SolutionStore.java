package io.potpool.spi;

import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps block solutions from before they are sent. */
public interface SolutionStore {

    /** Records a solution as {@link SolutionFate#PENDING}; recording one again changes nothing. Goes ahead of shares. */
    CompletionStage<Void> record(Solution solution);

    /** Records what became of it. */
    CompletionStage<Void> settle(Solution solution, SolutionFate fate);

    /** Returns the solutions of this height and above whose fate is open ({@link SolutionFate#isOpen()}). */
    List<Solution> open(long lowestHeight);
}
