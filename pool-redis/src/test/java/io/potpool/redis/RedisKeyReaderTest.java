package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisKeyReaderTest {

    private static final int KEYS = 5_000;

    @Test
    void boundedLookStopsAfterItsPiecesAndSaysWhetherItSawAll() {
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--save", "", "--appendonly", "no");
                RedisLink link = JedisLink.open(Stores.to(server), "");
                RedisKeyReader reader = RedisKeyReader.open(Stores.to(server))) {
            List<RedisCommand> commands = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                commands.add(RedisCommand.of("SET", "old:" + i, "1"));
            }
            link.exchange(commands);
            Set<String> some = new HashSet<>();
            Set<String> all = new HashSet<>();

            assertThat(reader.keys("old:*", 2, some::add)).isFalse();
            assertThat(reader.keys("old:*", KEYS, all::add)).isTrue();

            assertThat(some).hasSizeBetween(1, KEYS - 1);
            assertThat(all).hasSize(KEYS);
        }
    }
}
