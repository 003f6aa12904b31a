/** For authors of stores: what the bundled ones share besides their audits. */
@NullMarked
package io.potpool.store;

import org.jspecify.annotations.NullMarked;
