/** Bytes to request records and back, for every protocol of JSON lines; knows no method and no protocol. Not an API. */
@NullMarked
package io.potpool.stratum.codec;

import org.jspecify.annotations.NullMarked;
