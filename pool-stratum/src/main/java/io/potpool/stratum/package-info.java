/** The miners' side of the pool: every protocol they speak, on ports that each have their own settings. */
@NullMarked
package io.potpool.stratum;

import org.jspecify.annotations.NullMarked;
