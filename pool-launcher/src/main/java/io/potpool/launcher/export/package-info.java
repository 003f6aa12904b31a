/** Writes a ledger out, line by line, for other programs. */
@NullMarked
package io.potpool.launcher.export;

import org.jspecify.annotations.NullMarked;
