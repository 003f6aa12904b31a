/** The pool's side of its nodes: it takes work from the best of them and carries block solutions back. */
@NullMarked
package io.potpool.node;

import org.jspecify.annotations.NullMarked;
