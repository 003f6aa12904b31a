package io.potpool.spi;

import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;

/** Is told of every solution: when it is found ({@link SolutionFate#PENDING}) and when its node has answered. */
@FunctionalInterface
public interface BlockListener {

    /** Takes a solution and its fate; called on the pool's listener thread. */
    void solution(Solution solution, SolutionFate fate);
}
