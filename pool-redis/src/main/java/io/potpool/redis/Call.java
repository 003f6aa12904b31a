package io.potpool.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the server: a script with its keys and arguments, or a plain command. */
final class Call {

    private final @Nullable Script script;
    private final RedisCommand command;

    private Call(@Nullable Script script, RedisCommand command) {
        this.script = script;
        this.command = command;
    }

    /** Returns a plain command. */
    static Call of(String name, Object... arguments) {
        return new Call(null, RedisCommand.of(name, arguments));
    }

    /** Returns a script with all keys it touches, which a Cluster demands, and its arguments. */
    static Call of(Script script, List<?> keys, List<?> arguments) {
        List<byte[]> all = new ArrayList<>(2 + keys.size() + arguments.size());
        all.add(RedisCommand.bytes(script.digest()));
        all.add(RedisCommand.bytes(keys.size()));
        keys.forEach(key -> all.add(RedisCommand.bytes(key)));
        arguments.forEach(argument -> all.add(RedisCommand.bytes(argument)));
        return new Call(script, new RedisCommand("EVALSHA", all));
    }

    RedisCommand command() {
        return command;
    }

    /** Returns the command with the script's text, for a server that does not have it yet. */
    RedisCommand whole() {
        if (script == null) {
            return command;
        }
        List<byte[]> all = new ArrayList<>(command.arguments());
        all.set(0, RedisCommand.bytes(script.text()));
        return new RedisCommand("EVAL", all);
    }
}
