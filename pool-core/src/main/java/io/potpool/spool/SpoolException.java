package io.potpool.spool;

import org.jspecify.annotations.Nullable;

/** The spool cannot be opened as it is; the message names the file and the remedy. Nothing has been changed. */
public final class SpoolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpoolException(String message) {
        super(message);
    }

    SpoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
