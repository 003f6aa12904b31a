package io.potpool.redis;

/** What a server says instead of a reply; its first word names the kind. */
record ErrorReply(String message) {

    boolean isOfKind(String word) {
        return message.startsWith(word);
    }
}
