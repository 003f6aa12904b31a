/** The pool's values: money, difficulty, hashes, nonces and addresses, each a type of its own. */
@NullMarked
package io.potpool.domain;

import org.jspecify.annotations.NullMarked;
