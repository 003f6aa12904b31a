package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A subscription of one connection; what comes before its id has been answered waits. Thread-safe. */
final class Subscription {

    private final String id;
    private final boolean side;
    private final Consumer<String> out;
    private final List<String> early = new ArrayList<>();
    private boolean active;

    Subscription(String id, boolean side, Consumer<String> out) {
        this.id = id;
        this.side = side;
        this.out = out;
    }

    boolean isSide() {
        return side;
    }

    synchronized void push(Header header) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("subscription", id);
        params.put("result", BlockJson.header(header));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("method", "eth_subscription");
        message.put("params", params);
        String text = Json.text(message) + "\n";
        if (active) {
            out.accept(text);
        } else {
            early.add(text);
        }
    }

    synchronized void activate() {
        active = true;
        early.forEach(out);
        early.clear();
    }
}
