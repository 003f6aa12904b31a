/** The double-entry ledger's vocabulary: accounts and exact entries that sum to zero. */
@NullMarked
package io.potpool.ledger;

import org.jspecify.annotations.NullMarked;
