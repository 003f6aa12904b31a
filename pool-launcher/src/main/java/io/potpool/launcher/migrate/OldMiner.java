package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the family keeps of one login in {@code P:miners:L}.
 *
 * @param balance what he is owed
 * @param immature what he would be owed if blocks matured; sammy's line of the family
 * @param pending what is debited for payments under way
 * @param paid what he has been paid, fees included
 * @param lastShare when he last sent a share; 1970 if never
 * @param facts all fields, for the history
 */
record OldMiner(
        Address login,
        Shannon balance,
        Shannon immature,
        Shannon pending,
        Shannon paid,
        Instant lastShare,
        SortedMap<String, String> facts) {

    private static final int MOST_FACTS = 30;
    private static final int LONGEST_FACT = 200;

    /** @throws IllegalArgumentException if a field that counts is not what the family writes; the message names it */
    static OldMiner of(Address login, Map<String, String> fields) {
        return new OldMiner(
                login,
                amount(fields, "balance"),
                amount(fields, "immature"),
                amount(fields, "pending"),
                amount(fields, "paid"),
                time(fields.getOrDefault("lastShare", "0")),
                facts(fields));
    }

    private static Shannon amount(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "0");
        try {
            return Shannon.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    /** Seconds; what is no time counts as never, as only statistics depend on it. */
    static Instant time(String seconds) {
        return seconds.matches("[0-9]{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.EPOCH;
    }

    private static SortedMap<String, String> facts(Map<String, String> fields) {
        SortedMap<String, String> facts = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (facts.size() < MOST_FACTS && name.matches("[a-zA-Z0-9-]{1,32}") && value.length() <= LONGEST_FACT) {
                facts.put(name, value);
            }
        });
        return facts;
    }
}
