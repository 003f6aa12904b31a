/** The front door for embedders: build a pool from its parts, start it, look at it, close it. */
@NullMarked
package io.potpool;

import org.jspecify.annotations.NullMarked;
