/** Complete programs that use Potpool as a library. */
@NullMarked
package io.potpool.examples;

import org.jspecify.annotations.NullMarked;
