/** The shared store on Redis: standalone, with Sentinel or as a Cluster. */
@NullMarked
package io.potpool.redis;

import org.jspecify.annotations.NullMarked;
