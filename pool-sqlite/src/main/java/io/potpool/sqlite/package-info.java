/** The embedded store: everything a pool keeps in one SQLite file, written by one thread, durable before it is confirmed. */
@NullMarked
package io.potpool.sqlite;

import org.jspecify.annotations.NullMarked;
