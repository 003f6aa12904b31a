package io.potpool.store;

import java.io.IOException;

/** Somebody else has a directory; the message names it, who has it, and what to do. Nothing has been changed. */
public final class DirectoryInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(String message) {
        super(message);
    }
}
