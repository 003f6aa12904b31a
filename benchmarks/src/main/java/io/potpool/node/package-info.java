/** Benchmarks of what the pool decodes from its nodes. */
@NullMarked
package io.potpool.node;

import org.jspecify.annotations.NullMarked;
