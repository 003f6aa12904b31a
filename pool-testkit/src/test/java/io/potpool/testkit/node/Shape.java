package io.potpool.testkit.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares an answer with a recorded one: members, types, nulls and forms of hexadecimal text; errors to the letter.
 * Values that depend on the state of a chain may differ.
 */
final class Shape {

    private final Map<String, String> liveValues;
    private final List<String> differences = new ArrayList<>();

    /** Long hexadecimal values of the record are noted in {@code liveValues} with what stands in their place. */
    Shape(Map<String, String> liveValues) {
        this.liveValues = liveValues;
    }

    List<String> compare(Object recorded, Object live) {
        compare("$", recorded, live);
        return differences;
    }

    private void compare(String path, Object recorded, Object live) {
        if (recorded instanceof Map<?, ?> a && live instanceof Map<?, ?> b) {
            if (!a.keySet().equals(b.keySet())) {
                differences.add(path + ": members " + a.keySet() + " but " + b.keySet());
                return;
            }
            if (a.containsKey("code") && a.containsKey("message")) {
                exact(path, a, b);
                return;
            }
            a.forEach((name, value) -> compare(path + "." + name, value, b.get(name)));
        } else if (recorded instanceof List<?> a && live instanceof List<?> b) {
            if (a.size() != b.size()) {
                differences.add(path + ": " + a.size() + " elements but " + b.size());
                return;
            }
            for (int i = 0; i < a.size(); i++) {
                compare(path + "[" + i + "]", a.get(i), b.get(i));
            }
        } else if (recorded instanceof String a && live instanceof String b) {
            text(path, a, b);
        } else if (recorded instanceof Number && live instanceof Number) {
            return;
        } else {
            exact(path, recorded, live);
        }
    }

    private void text(String path, String recorded, String live) {
        if (recorded.equals(live)) {
            return;
        }
        if (!form(recorded).equals(form(live))) {
            differences.add(path + ": " + recorded + " but " + live);
        } else if (recorded.length() >= 34) {
            liveValues.put(recorded, live);
        }
    }

    /** Returns the kind of a text; bytes of a known length are a kind of their own. */
    private static String form(String text) {
        if (!text.matches("0x[0-9a-f]*")) {
            return text.matches("\\d+") ? "decimal" : "text " + (text.startsWith("CoreGeth/") ? "version" : text);
        }
        return switch (text.length()) {
            case 34, 42, 66, 514 -> "data of " + (text.length() - 2) + " digits";
            default -> text.matches("0x(0|[1-9a-f][0-9a-f]*)") && text.length() < 66 ? "quantity" : data(text);
        };
    }

    private static String data(String text) {
        return text.length() == 18 ? "quantity" : "data";
    }

    private void exact(String path, Object recorded, Object live) {
        if (!Objects.equals(recorded, live)) {
            differences.add(path + ": " + recorded + " but " + live);
        }
    }
}
