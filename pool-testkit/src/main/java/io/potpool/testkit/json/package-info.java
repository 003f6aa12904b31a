/** A small JSON tree of plain Java values, read and written by streaming. */
@NullMarked
package io.potpool.testkit.json;

import org.jspecify.annotations.NullMarked;
