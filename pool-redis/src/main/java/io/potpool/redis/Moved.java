package io.potpool.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which commands go to another node of a Cluster once more, since the first has no longer what they touch. */
final class Moved {

    private Moved() {}

    static boolean isAny(List<@Nullable Object> replies) {
        return replies.stream().anyMatch(Moved::is);
    }

    /**
     * Returns the places of what was not done, and of what waits for others' copies: the first node has waited for nothing
     * that was done on the second.
     */
    static List<Integer> again(List<RedisCommand> commands, List<@Nullable Object> replies) {
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            if (is(replies.get(i)) || commands.get(i).name().startsWith("WAIT")) {
                again.add(i);
            }
        }
        return again;
    }

    private static boolean is(@Nullable Object reply) {
        return reply instanceof ErrorReply error && error.isOfKind("MOVED");
    }
}
