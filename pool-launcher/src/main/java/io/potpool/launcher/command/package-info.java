/** The commands of the potpool program. */
@NullMarked
package io.potpool.launcher.command;

import org.jspecify.annotations.NullMarked;
