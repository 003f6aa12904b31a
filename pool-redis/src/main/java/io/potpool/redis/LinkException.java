package io.potpool.redis;

/** No reply: the server cannot be reached, the connection broke, or the time was up. */
final class LinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
