package io.potpool.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a server has, as {@code CLIENT LIST} tells.
 *
 * @param address the other end
 * @param name what it calls itself; empty if it does not
 * @param database the index of the database that it has chosen; -1 if the line does not say
 * @param flags the server's own letters
 * @param age since it connected
 * @param idle since its last command
 * @param command its last command
 */
public record ConnectedClient(
        String address, String name, int database, String flags, Duration age, Duration idle, String command) {

    /** What connections of this program are called. */
    static final String OWN = "potpool";

    static ConnectedClient parse(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.strip().split(" ", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return new ConnectedClient(
                fields.getOrDefault("addr", ""),
                fields.getOrDefault("name", ""),
                (int) number(fields.get("db"), -1),
                fields.getOrDefault("flags", ""),
                Duration.ofSeconds(number(fields.get("age"), 0)),
                Duration.ofSeconds(number(fields.get("idle"), 0)),
                fields.getOrDefault("cmd", ""));
    }

    private static long number(@Nullable String text, long otherwise) {
        return text != null && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : otherwise;
    }

    /** Returns whether it is one of this program's, which write no other program's keys. */
    public boolean isOwn() {
        return name.equals(OWN);
    }

    /** Returns whether it is a replica, a master, a monitor, or a Sentinel. */
    public boolean isOfTheServers() {
        return flags.contains("S") || flags.contains("M") || flags.contains("O") || name.startsWith("sentinel-");
    }
}
