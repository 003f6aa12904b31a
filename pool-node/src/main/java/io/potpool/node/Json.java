package io.potpool.node;

import java.util.List;
import java.util.Map;

/** A JSON value as a node or a notifier sent it. */
sealed interface Json {

    record Text(String value) implements Json {}

    /** A number in the digits it was written in. */
    record Digits(String digits) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    record Items(List<Json> values) implements Json {}

    record Members(Map<String, Json> values) implements Json {

        /** Returns a member's value; a missing one is null, as JSON-RPC servers treat it. */
        Json get(String name) {
            return values.getOrDefault(name, NULL);
        }
    }

    Json NULL = new Null();
    Json TRUE = new Bool(true);
    Json FALSE = new Bool(false);
}
