package io.potpool.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys that a config may have, from {@code keys.txt}, by the path of their object. */
final class KnownKeys {

    /** What becomes of a key. */
    enum Answer {
        READ,
        WARN,
        WARN_YES,
        WARN_NO,
        SECTION,
        PART
    }

    record Key(String path, Answer answer, String words) {
        String parent() {
            int dot = path.lastIndexOf('.');
            return dot < 0 ? "" : path.substring(0, dot);
        }

        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    static final KnownKeys ALL = read();

    private final Map<String, Map<String, Key>> byParent = new LinkedHashMap<>();

    private KnownKeys(List<Key> keys) {
        for (Key key : keys) {
            Key former = byParent.computeIfAbsent(key.parent(), unused -> new LinkedHashMap<>())
                    .put(key.name(), key);
            if (former != null) {
                throw new IllegalStateException("two lines for the key " + key.path());
            }
        }
    }

    /** Returns the key of an object, found as it is written or, like the family's programs do, in another case. */
    Optional<Key> find(String parent, String name) {
        Map<String, Key> siblings = byParent.getOrDefault(parent, Map.of());
        Key exact = siblings.getOrDefault(name, siblings.get("*"));
        if (exact != null) {
            return Optional.of(exact);
        }
        return siblings.values().stream()
                .filter(key -> key.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the names that an object's keys may have. */
    Collection<String> names(String parent) {
        return byParent.getOrDefault(parent, Map.of()).keySet();
    }

    /** Returns where else a key of this name is known. */
    Optional<Key> elsewhere(String name) {
        return all().stream().filter(key -> key.name().equalsIgnoreCase(name)).findFirst();
    }

    List<Key> all() {
        return byParent.values().stream()
                .flatMap(keys -> keys.values().stream())
                .toList();
    }

    private static KnownKeys read() {
        List<Key> keys = new ArrayList<>();
        try (InputStream in = KnownKeys.class.getResourceAsStream("keys.txt")) {
            if (in == null) {
                throw new IllegalStateException("keys.txt is not in the jar");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" +", 3);
                    Answer answer = Answer.valueOf(words[1].replace('-', '_').toUpperCase(Locale.ROOT));
                    keys.add(new Key(words[0], answer, words.length > 2 ? words[2] : ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownKeys(keys);
    }
}
