package io.potpool.launcher.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers every key of a config that is not simply read: the unknown are errors, those without effect warnings. It also
 * gives each key its proper case, since the family's programs take any.
 */
final class KeyCheck {

    private final Findings findings;

    private KeyCheck(Findings findings) {
        this.findings = findings;
    }

    /** Returns the tree with every known key in its proper case. */
    static Value.Obj check(Value.Obj root, Findings findings) {
        return new KeyCheck(findings).object(root, "", "");
    }

    /** {@code known} is the path as in the list of keys, {@code place} the same with the numbers of list items. */
    private Value.Obj object(Value.Obj object, String known, String place) {
        Map<String, Value> proper = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            Optional<KnownKeys.Key> key = KnownKeys.ALL.find(known, name);
            if (key.isEmpty()) {
                unknown(name, value, known, place);
                return;
            }
            String properName = key.get().name().equals("*") ? name : key.get().name();
            String path = join(place, properName);
            answer(key.get(), value, path);
            Value checked = value(value, key.get().path(), path);
            if (proper.containsKey(properName)) {
                findings.warning(value.line(), path, "given twice in different case; the last counts");
            }
            proper.put(properName, checked);
        });
        return new Value.Obj(object.line(), proper);
    }

    private Value value(Value value, String known, String place) {
        if (value instanceof Value.Obj object && !KnownKeys.ALL.names(known).isEmpty()) {
            return object(object, known, place);
        }
        if (value instanceof Value.Arr array) {
            List<Value> items = array.items();
            return new Value.Arr(
                    array.line(),
                    IntStream.range(0, items.size())
                            .mapToObj(i -> value(items.get(i), known + "[]", place + "[" + i + "]"))
                            .toList());
        }
        return value;
    }

    private void answer(KnownKeys.Key key, Value value, String path) {
        boolean say = switch (key.answer()) {
            case READ, PART -> false;
            case WARN -> true;
            case WARN_YES -> value instanceof Value.Bool flag && flag.value();
            case WARN_NO -> value instanceof Value.Bool flag && !flag.value();
            case SECTION -> !switchedOff(value);
        };
        if (say && !(value instanceof Value.Null)) {
            findings.warning(value.line(), path, key.words());
        }
        if ((key.answer() == KnownKeys.Answer.WARN_YES || key.answer() == KnownKeys.Answer.WARN_NO)
                && !(value instanceof Value.Bool)
                && !(value instanceof Value.Null)) {
            findings.error(value.line(), path, "must be true or false, not " + value.kind());
        }
        if (key.answer() == KnownKeys.Answer.SECTION
                && !(value instanceof Value.Obj)
                && !(value instanceof Value.Null)) {
            findings.error(value.line(), path, "must be an object, not " + value.kind());
        }
    }

    private static boolean switchedOff(Value value) {
        return value instanceof Value.Obj section
                && section.members().get("enabled") instanceof Value.Bool enabled
                && !enabled.value();
    }

    private void unknown(String name, Value value, String known, String place) {
        Optional<String> sibling = Nearest.of(name, KnownKeys.ALL.names(known));
        Optional<KnownKeys.Key> elsewhere = KnownKeys.ALL.elsewhere(name);
        String hint = elsewhere
                .map(key -> "; it belongs to " + (key.parent().isEmpty() ? "the top level" : key.parent()))
                .or(() -> sibling.map(nearest -> "; the nearest is \"" + nearest + "\""))
                .orElse("");
        findings.error(value.line(), join(place, printable(name)), "unknown key" + hint);
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\p{Graph} ]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "..." : clean;
    }

    private static String join(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
