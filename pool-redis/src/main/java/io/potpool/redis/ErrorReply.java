package io.potpool.redis;

/** What a server says instead of a reply; its first word names the kind. */
record ErrorReply(String message) {

    boolean isOfKind(String word) {
        return message.startsWith(word);
    }

    /**
     * Returns whether the server cannot serve at all, such as one that is a replica now: a connection to it would go on to
     * refuse. Servers before 7.0 name the kind of a script's error at its end.
     */
    boolean isOfServer() {
        return isOfKind("READONLY")
                || isOfKind("MASTERDOWN")
                || isOfKind("LOADING")
                || isOfKind("ERR Error running script") && message.contains(" -READONLY ");
    }
}
