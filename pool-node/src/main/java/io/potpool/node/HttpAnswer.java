package io.potpool.node;

/** What became of one HTTP request. */
sealed interface HttpAnswer {

    /** A body that came with status 200. */
    final class Body implements HttpAnswer {

        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /**
     * Anything else.
     *
     * @param status the HTTP status, or 0 if there was no answer, none in time, or too large a one
     */
    record Failed(boolean timedOut, int status, String why) implements HttpAnswer {

        /** Returns whether the server took the request and would not serve it. */
        boolean refusedRequest() {
            return status >= 400;
        }
    }
}
