package io.potpool.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command as it goes to a server: its name and arguments, each any bytes. */
record RedisCommand(String name, List<byte[]> arguments) {

    /** Returns a command of texts, numbers and bytes. */
    static RedisCommand of(String name, Object... arguments) {
        List<byte[]> bytes = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            bytes.add(bytes(argument));
        }
        return new RedisCommand(name, bytes);
    }

    static byte[] bytes(Object argument) {
        return argument instanceof byte[] raw ? raw : argument.toString().getBytes(StandardCharsets.UTF_8);
    }
}
