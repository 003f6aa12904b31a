package io.potpool.spi;

import io.potpool.domain.Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened.
 *
 * @param id its name for ever: 1 to 400 characters
 * @param kind what it is, such as {@code payment}: 1 to 32 characters of {@code [a-z0-9-]}
 * @param at when it happened, kept to the millisecond
 * @param login whom it concerns, if one
 * @param fields what else is known: up to 32 texts of up to 2,000 characters, by names of 1 to 32 characters of {@code
 *     [a-zA-Z0-9-]}
 */
public record HistoryRecord(
        String id, String kind, Instant at, Optional<Address> login, SortedMap<String, String> fields) {

    private static final int LONGEST_ID = 400;
    private static final int MOST_FIELDS = 32;
    private static final int LONGEST_FIELD = 2_000;

    /** @throws IllegalArgumentException if something is outside its bounds */
    public HistoryRecord {
        if (id.isEmpty() || id.length() > LONGEST_ID || !kind.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(
                    "a record has an id of 1 to " + LONGEST_ID + " characters and a kind of 1 to 32 of [a-z0-9-]");
        }
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException("a record has up to " + MOST_FIELDS + " fields");
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!field.getKey().matches("[a-zA-Z0-9-]{1,32}")
                    || field.getValue().length() > LONGEST_FIELD) {
                throw new IllegalArgumentException(
                        "the name or the text of the field " + field.getKey() + " is too long");
            }
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the fields as one text: a line each, name, {@code =} and the text with {@code \}, LF and CR escaped. */
    public String fieldsText() {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
        return text.toString();
    }

    /**
     * Reads {@link #fieldsText} back.
     *
     * @throws IllegalArgumentException if the text is not such a one
     */
    public static SortedMap<String, String> parseFields(String text) {
        SortedMap<String, String> fields = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                int end = line.indexOf('=');
                if (end < 1) {
                    throw new IllegalArgumentException("a field without a name");
                }
                fields.put(line.substring(0, end), unescape(line.substring(end + 1)));
            }
        }
        return fields;
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
