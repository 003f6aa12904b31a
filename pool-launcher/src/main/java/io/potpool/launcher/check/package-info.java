/** Finds out, before a pool starts, whether everything that it needs is there, and what to do where it is not. */
@NullMarked
package io.potpool.launcher.check;

import org.jspecify.annotations.NullMarked;
