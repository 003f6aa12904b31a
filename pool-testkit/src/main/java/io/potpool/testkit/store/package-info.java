/** Stores for tests. */
@NullMarked
package io.potpool.testkit.store;

import org.jspecify.annotations.NullMarked;
