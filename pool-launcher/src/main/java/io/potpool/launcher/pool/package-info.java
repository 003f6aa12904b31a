/** Puts a pool together as a config says. */
@NullMarked
package io.potpool.launcher.pool;

import org.jspecify.annotations.NullMarked;
