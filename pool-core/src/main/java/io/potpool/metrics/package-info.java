/** Counters and gauges of a running pool, by name and label, for whoever exports them. */
@NullMarked
package io.potpool.metrics;

import org.jspecify.annotations.NullMarked;
