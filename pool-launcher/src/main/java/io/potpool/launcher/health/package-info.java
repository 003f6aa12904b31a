/** Tells load balancers and monitors over HTTP whether the pool serves. */
@NullMarked
package io.potpool.launcher.health;

import org.jspecify.annotations.NullMarked;
