/** Work and what becomes of it: a node's template, the job made of it, and a solution on its way back. */
@NullMarked
package io.potpool.work;

import org.jspecify.annotations.NullMarked;
