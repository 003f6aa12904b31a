/** The spool: accepted shares on local disk while the store is away, replayed exactly once when it is back. */
@NullMarked
package io.potpool.spool;

import org.jspecify.annotations.NullMarked;
