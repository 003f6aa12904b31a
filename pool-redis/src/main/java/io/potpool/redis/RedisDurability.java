package io.potpool.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the servers' own settings make of "durable".
 *
 * @param facts what is so, one line each
 * @param warnings what may lose money, with what to change, one line each; empty if all is well
 * @param unknown what the server would not tell, one line each
 */
public record RedisDurability(List<String> facts, List<String> warnings, List<String> unknown) {

    /** Copies the lists. */
    public RedisDurability {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
        unknown = List.copyOf(unknown);
    }

    /**
     * Asks the server that has the store of this prefix. Blocks for the connection's time-outs at most.
     *
     * @throws io.potpool.spi.StoreException if it does not answer
     */
    public static RedisDurability check(RedisConnection connection, String prefix) {
        Keys keys = new Keys(prefix);
        try (RedisLink link = JedisLink.open(connection, keys.routing())) {
            RedisCaller caller = new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat()));
            return new Findings(caller, connection.waiting()).findings();
        }
    }

    /** Valkey tells as {@code redis_version} what it is compatible with, and its own version besides. */
    private static String server(@Nullable Object info) {
        String valkey = field(info, "valkey_version");
        String version = field(info, "redis_version");
        if (valkey != null) {
            return "Valkey " + valkey + ", compatible with Redis " + version;
        }
        return "Redis " + (version == null ? "of an unknown version" : version);
    }

    /** Returns whether a server has {@code WAITAOF}: Redis 7.2 and later, Valkey. */
    static boolean knowsWaitAof(RedisCaller caller) {
        Object reply = caller.ask(Call.of("COMMAND", "INFO", "WAITAOF"));
        return reply instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof List<?>;
    }

    /** Returns a field of what {@code INFO} answers, or null. */
    static @Nullable String field(@Nullable Object info, String name) {
        if (!(info instanceof byte[] bytes)) {
            return null;
        }
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static final class Findings {
        private final List<String> facts = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private final RedisCaller caller;
        private final RedisWaiting waiting;

        Findings(RedisCaller caller, RedisWaiting waiting) {
            this.caller = caller;
            this.waiting = waiting;
        }

        RedisDurability findings() {
            facts.add(server(caller.ask(Call.of("INFO", "server"))));
            boolean waitsForDisk = waiting.fsync() && knowsWaitAof(caller);
            if (waiting.fsync() && !waitsForDisk) {
                warnings.add("this server has no WAITAOF (Redis 7.2, Valkey): whether a change is on disk is up to its"
                        + " appendfsync alone");
            }
            disk(waitsForDisk);
            memory();
            replicas();
            return new RedisDurability(facts, warnings, unknown);
        }

        private @Nullable String config(String name) {
            Object reply = caller.ask(Call.of("CONFIG", "GET", name));
            if (reply instanceof List<?> list && list.size() == 2) {
                Map<String, byte[]> map = Replies.map(list);
                byte[] value = map.get(name);
                if (value != null) {
                    return new String(value, StandardCharsets.UTF_8);
                }
            }
            String reason = reply instanceof ErrorReply error ? error.message() : "no such setting";
            unknown.add(name + " is unknown: the server does not tell it (" + reason + "); see to it yourself");
            return null;
        }

        private void disk(boolean waitsForDisk) {
            String append = config("appendonly");
            if ("yes".equals(append)) {
                String fsync = config("appendfsync");
                facts.add("appendonly yes, appendfsync " + (fsync == null ? "unknown" : fsync));
                if (waitsForDisk) {
                    waits(fsync);
                } else if ("everysec".equals(fsync)) {
                    warnings.add(
                            "appendfsync everysec: a crash of the server's machine may lose the last second or two of"
                                    + " confirmed shares, which the audit then reports; set appendfsync always to lose none");
                } else if ("no".equals(fsync)) {
                    warnings.add(
                            "appendfsync no: a crash of the server's machine may lose half a minute of confirmed shares;"
                                    + " set appendfsync always");
                }
                if ("yes".equals(config("no-appendfsync-on-rewrite"))) {
                    warnings.add(
                            "no-appendfsync-on-rewrite yes: while the server rewrites its file, a crash of its machine"
                                    + " may lose half a minute of confirmed shares; set no-appendfsync-on-rewrite no");
                }
            } else if (append != null) {
                String save = config("save");
                boolean isSaved = save != null && !save.isBlank();
                warnings.add("appendonly " + append + ": a restart of the server loses all that was confirmed "
                        + (isSaved ? "since its last snapshot (save " + save + ")" : "so far, balances included")
                        + "; set appendonly yes and appendfsync always");
                if (waitsForDisk) {
                    warnings.add("changes wait for the server's append-only file, and it has none: nothing is confirmed"
                            + " until appendonly is yes");
                }
            }
        }

        /** What is confirmed is on disk; what remains is how long that takes. */
        private void waits(@Nullable String fsync) {
            facts.add("changes wait until " + (waiting.replicas() == 0 ? "it has" : "it and replicas have")
                    + " written them to disk");
            if ("everysec".equals(fsync)) {
                warnings.add(
                        "appendfsync everysec: changes wait for the server's disk, which it writes once a second, so"
                                + " each takes about a second, where the pool waits for "
                                + waiting.timeout().toMillis()
                                + " ms: set appendfsync always here and on replicas");
            } else if ("no".equals(fsync)) {
                warnings.add("appendfsync no: changes wait for the server's disk, and such a server never says what it"
                        + " has written: nothing is confirmed; set appendfsync always here and on replicas");
            }
        }

        private void memory() {
            String policy = config("maxmemory-policy");
            String most = config("maxmemory");
            if (policy == null || most == null) {
                return;
            }
            facts.add("maxmemory " + most + ", maxmemory-policy " + policy);
            if (policy.toLowerCase(Locale.ROOT).startsWith("allkeys")) {
                warnings.add("maxmemory-policy " + policy
                        + ": a full server throws balances away; set maxmemory-policy noeviction");
            } else if (!policy.equals("noeviction")) {
                warnings.add("maxmemory-policy " + policy + ": a full server throws statistics and outcomes of batches"
                        + " away; set maxmemory-policy noeviction");
            }
        }

        private void replicas() {
            String connected = field(caller.ask(Call.of("INFO", "replication")), "connected_slaves");
            long count = connected == null ? 0 : Long.parseLong(connected);
            facts.add(count + " replicas connected; changes wait for " + waiting.replicas());
            if (count > 0 && waiting.replicas() == 0) {
                warnings.add(
                        "there are replicas, but changes do not wait for them: a failover may lose confirmed shares,"
                                + " which the audit then reports; let changes wait for 1");
            }
            if (waiting.replicas() > count) {
                warnings.add("changes wait for " + waiting.replicas() + " replicas, " + count
                        + " are connected: nothing is confirmed until there are more");
            }
        }
    }
}
