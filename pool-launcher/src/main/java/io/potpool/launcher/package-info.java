/** The potpool program: where it starts, what it prints to and how it ends. */
@NullMarked
package io.potpool.launcher;

import org.jspecify.annotations.NullMarked;
