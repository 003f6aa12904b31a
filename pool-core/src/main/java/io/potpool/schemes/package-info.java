/** The bundled reward schemes, which turn the arithmetic of a share into ledger entries. */
@NullMarked
package io.potpool.schemes;

import org.jspecify.annotations.NullMarked;
