package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys of another program's data, as an import does; never writes. Large values are read in pieces of a thousand
 * while nothing is locked: whoever writes meanwhile may be seen in part. For one thread; blocks. Keys and values are read as
 * UTF-8. Every method throws {@link StoreException} if the server does not answer or the key is of another type.
 */
public final class RedisKeyReader implements AutoCloseable {

    private static final int PIECE = 1_000;

    private final RedisLink link;
    private final RedisCaller caller;

    private RedisKeyReader(RedisLink link) {
        this.link = link;
        this.caller = new RedisCaller(link, new Waits(RedisWaiting.NONE, false, "unused"));
    }

    /** Opens a connection to a server; a Cluster is not read. */
    public static RedisKeyReader open(RedisConnection to) {
        return new RedisKeyReader(JedisLink.open(to, ""));
    }

    /** Returns a string; empty if there is none. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(read(key, "GET", key)).map(RedisKeyReader::string);
    }

    /** Returns a hash, whole; empty if there is none. */
    public Map<String, String> hash(String key) {
        List<?> reply = list(read(key, "HGETALL", key));
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            fields.put(string(reply.get(i)), string(reply.get(i + 1)));
        }
        return fields;
    }

    /** Hands over the members of a set; one may come twice. */
    public void set(String key, Consumer<String> each) {
        scan("SSCAN", key, List.of(), Long.MAX_VALUE, each);
    }

    /** Hands over the keys that match a pattern; one may come twice. */
    public void keys(String pattern, Consumer<String> each) {
        scan("SCAN", "", List.of("MATCH", pattern), Long.MAX_VALUE, each);
    }

    /**
     * Hands over keys that match a pattern, and stops after so many pieces of about a thousand keys of any name; one may
     * come twice.
     *
     * @return whether these were all
     */
    public boolean keys(String pattern, long pieces, Consumer<String> each) {
        return scan("SCAN", "", List.of("MATCH", pattern), pieces, each);
    }

    /** Hands over the members of a sorted set in their order: the score as Redis writes it, then the member. */
    public void sorted(String key, BiConsumer<String, String> each) {
        sorted(key, 0, each);
    }

    /** Hands over the members of a sorted set from a rank on; the lowest has rank 0. */
    public void sorted(String key, long first, BiConsumer<String, String> each) {
        long from = first;
        List<?> piece;
        do {
            piece = list(read(key, "ZRANGE", key, from, from + PIECE - 1, "WITHSCORES"));
            for (int i = 0; i + 1 < piece.size(); i += 2) {
                each.accept(string(piece.get(i + 1)), string(piece.get(i)));
            }
            from += PIECE;
        } while (piece.size() == 2 * PIECE);
    }

    /** Returns the member of a rank in a sorted set; empty if there are not so many. */
    public Optional<String> at(String key, long rank) {
        List<?> members = list(read(key, "ZRANGE", key, rank, rank));
        return members.isEmpty() ? Optional.empty() : Optional.of(string(members.get(0)));
    }

    /** Returns how many members a sorted set has; 0 if there is none. */
    public long size(String key) {
        return Replies.number(read(key, "ZCARD", key));
    }

    /** Returns who is connected to the server; empty if the ACL forbids asking, or the server has no such command. */
    public Optional<List<ConnectedClient>> clients() {
        try {
            String lines = string(read("clients", "CLIENT", "LIST"));
            return Optional.of(lines.lines().map(ConnectedClient::parse).toList());
        } catch (StoreException failure) {
            String why = String.valueOf(failure.getMessage());
            if (why.contains("NOPERM") || why.contains("unknown command")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private boolean scan(String command, String key, List<String> options, long pieces, Consumer<String> each) {
        String cursor = "0";
        long left = pieces;
        do {
            left--;
            List<Object> arguments = new ArrayList<>();
            if (!key.isEmpty()) {
                arguments.add(key);
            }
            arguments.add(cursor);
            arguments.addAll(options);
            arguments.add("COUNT");
            arguments.add(PIECE);
            List<?> reply = list(read(key, command, arguments.toArray()));
            cursor = string(reply.get(0));
            list(reply.get(1)).forEach(item -> each.accept(string(item)));
        } while (!cursor.equals("0") && left > 0);
        return cursor.equals("0");
    }

    private @Nullable Object read(String key, String command, Object... arguments) {
        try {
            return caller.read(Call.of(command, arguments));
        } catch (StoreException failure) {
            throw new StoreException(
                    (key.isEmpty() ? "keys" : key) + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    private static String string(@Nullable Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    /** Closes the connections. */
    @Override
    public void close() {
        link.close();
    }
}
