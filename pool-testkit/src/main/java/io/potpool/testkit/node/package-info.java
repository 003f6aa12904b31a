/** A simulated geth-type chain node over real HTTP and WebSocket, with a chain, a tx pool and fault injection. */
@NullMarked
package io.potpool.testkit.node;

import org.jspecify.annotations.NullMarked;
