package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovedTest {

    private static final ErrorReply ELSEWHERE = new ErrorReply("MOVED 1234 127.0.0.1:7001");

    @Test
    void whatHasMovedIsSentAgainAndNothingElse() {
        List<RedisCommand> commands = List.of(RedisCommand.of("GET", "a"), RedisCommand.of("GET", "b"));
        List<@Nullable Object> replies = new ArrayList<>(List.of(1L, ELSEWHERE));
        assertThat(Moved.isAny(replies)).isTrue();
        assertThat(Moved.again(commands, replies)).containsExactly(1);
        assertThat(Moved.isAny(List.of(1L, new ErrorReply("ERR no")))).isFalse();
    }

    @Test
    void replicasAreWaitedForWhereTheChangesHaveGone() {
        Waits waits = new Waits(new RedisWaiting(1, false, Duration.ofMillis(100)), false, "beat");
        List<RedisCommand> commands = new ArrayList<>(List.of(RedisCommand.of("SET", "a", "1")));
        commands.addAll(waits.commands());
        // a node that was never written to over this connection says that all its replicas have everything
        assertThat(Moved.again(commands, List.of(ELSEWHERE, ELSEWHERE, 1L))).containsExactly(0, 1, 2);
    }
}
