package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes replies apart; anything but what a server of this store answers is a {@link StoreException}. */
final class Replies {

    private Replies() {}

    static byte[] bytes(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return bytes;
        }
        throw new StoreException("Redis answered " + describe(reply) + " instead of a text");
    }

    static String text(@Nullable Object reply) {
        return new String(bytes(reply), StandardCharsets.UTF_8);
    }

    static @Nullable String textOrNull(@Nullable Object reply) {
        return reply == null ? null : text(reply);
    }

    /** Takes an integer, or the text of one; nothing counts as 0. */
    static long number(@Nullable Object reply) {
        if (reply == null) {
            return 0;
        }
        if (reply instanceof Long number) {
            return number;
        }
        try {
            return Long.parseLong(text(reply));
        } catch (NumberFormatException wrong) {
            throw new StoreException("Redis answered " + describe(reply) + " instead of a number", wrong);
        }
    }

    static List<@Nullable Object> list(@Nullable Object reply) {
        if (reply instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new StoreException("Redis answered " + describe(reply) + " instead of a list");
    }

    /** Takes names and values in turn. */
    static Map<String, byte[]> map(@Nullable Object reply) {
        List<@Nullable Object> flat = list(reply);
        Map<String, byte[]> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            map.put(text(flat.get(i)), bytes(flat.get(i + 1)));
        }
        return map;
    }

    private static String describe(@Nullable Object reply) {
        if (reply == null) {
            return "nothing";
        }
        String text = reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : reply.toString();
        return '"' + (text.length() > 100 ? text.substring(0, 100) + "..." : text) + '"';
    }
}
