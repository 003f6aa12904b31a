package io.potpool.spi;

import io.potpool.domain.Origin;
import java.time.Instant;

/**
 * An address that is not served for a time.
 *
 * @param until when it is served again, to the millisecond
 * @param reason for the operator
 */
public record Ban(Origin origin, Instant until, String reason) {

    /** Whole milliseconds are kept. */
    public Ban {
        until = Instant.ofEpochMilli(until.toEpochMilli());
    }
}
