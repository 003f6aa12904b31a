/** Under which terms a nonce is paid: default terms, leases of nonce prefixes, and the log that fixes both before any hash. */
@NullMarked
package io.potpool.terms;

import org.jspecify.annotations.NullMarked;
