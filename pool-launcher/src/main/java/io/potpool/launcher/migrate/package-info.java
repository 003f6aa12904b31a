/** Moves what another pool's store, or this pool's former one, holds into the store of a config. */
@NullMarked
package io.potpool.launcher.migrate;

import org.jspecify.annotations.NullMarked;
