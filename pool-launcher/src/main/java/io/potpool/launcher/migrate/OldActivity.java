package io.potpool.launcher.migrate;

import io.potpool.redis.ConnectedClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sees whether something of an old pool still runs: by its signs of life, by what changes, and by who is connected. */
final class OldActivity {

    /** How old a sign of life is that means nothing any more. */
    static final Duration BEATS = Duration.ofMinutes(1);

    private final OldKeys keys;
    private final String prefix;
    private final InstantSource clock;

    OldActivity(OldKeys keys, String prefix, InstantSource clock) {
        this.keys = keys;
        this.prefix = prefix;
        this.clock = clock;
    }

    /** What an old pool changes by each of its doings, small enough to be read again and again. */
    record Moment(SortedMap<String, String> values) {

        /** Returns what another moment has otherwise, in words. */
        Optional<String> difference(Moment later) {
            SortedMap<String, String> all = new TreeMap<>(values);
            all.putAll(later.values);
            return all.keySet().stream()
                    .filter(name -> !text(values, name).equals(text(later.values, name)))
                    .findFirst()
                    .map(name -> name + " went from " + text(values, name) + " to " + text(later.values, name));
        }

        private static String text(Map<String, String> values, String name) {
            return values.getOrDefault(name, "nothing");
        }
    }

    /** Stratum writes nodes, stats and pow; the payer finances, the lock and payments. */
    Moment now() {
        SortedMap<String, String> values = new TreeMap<>();
        for (String hash : List.of(":nodes", ":stats", ":finances")) {
            keys.hash(prefix + hash).forEach((field, value) -> values.put(prefix + hash + " " + field, value));
        }
        values.put(
                prefix + ":payments:lock", keys.text(prefix + ":payments:lock").orElse("nothing"));
        for (String set : List.of(":pow", ":payments:all", ":payments:pending", ":blocks:candidates")) {
            String key = prefix + set;
            values.put("the number of rows of " + key, Long.toString(keys.size(key)));
            keys.at(key, -1).ifPresent(row -> values.put("the latest row of " + key, row));
        }
        return new Moment(values);
    }

    /** Names the nodes of the old pool that gave a sign of life within a minute, or by a clock that is ahead. */
    void beats(FaultList faults) {
        for (Map.Entry<String, String> field : keys.hash(prefix + ":nodes").entrySet()) {
            Duration since = Duration.between(OldMiner.time(field.getValue()), clock.instant());
            if (field.getKey().endsWith(":lastBeat") && since.compareTo(BEATS) < 0) {
                faults.add("the old pool runs: " + field.getKey() + " was " + since.toSeconds()
                        + " s ago; stop it, wait a minute, then import");
            }
        }
    }

    /** Returns who else is connected to the database of the old pool; nobody where the server does not say. */
    List<ConnectedClient> clients(int database) {
        return keys.clients().orElse(List.of()).stream()
                .filter(client -> client.database() == database || client.database() < 0)
                .filter(client -> !client.isOwn() && !client.isOfTheServers())
                .toList();
    }

    static String words(ConnectedClient client) {
        return "a client at " + client.address() + (client.name().isEmpty() ? "" : ", called " + client.name() + ",")
                + " is connected to the old database since " + client.age().toSeconds() + " s, its last command, "
                + client.command() + ", was " + client.idle().toSeconds() + " s ago";
    }
}
