package io.potpool.spi;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The pool's answer to a look at a node.
 *
 * @param lookAt a height whose canonical block the pool wants to see from this node, reported by
 *     {@link NodeListener#sighted}
 * @param complaint why this node's work is not used, in words for a log, or empty if nothing is wrong with it; a node
 *     with a complaint ranks behind the others
 */
public record NodeAdvice(OptionalLong lookAt, Optional<String> complaint) {

    /** Nothing is wrong and nothing is wanted. */
    public static final NodeAdvice FINE = new NodeAdvice(OptionalLong.empty(), Optional.empty());
}
