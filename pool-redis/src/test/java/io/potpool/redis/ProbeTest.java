package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {

    @TempDir
    Path dir;

    @Test
    void serverThatTakesChangesIsNotChangedByTheQuestion() {
        RedisProcess server = Stores.shared(Binaries.any());
        assertThat(new RedisProbe(Stores.to(server), "w").refusal()).isEmpty();
        assertThat(exists(server, new Keys("w").probe())).isZero();
    }

    @Test
    void storeIsThereOnceOneWasOpenedAndNotBecauseItWasAskedFor() {
        RedisProcess server = Stores.shared(Binaries.any());
        String prefix = Stores.freshPrefix();
        RedisProbe probe = new RedisProbe(Stores.to(server), prefix);
        assertThat(probe.isThere()).isFalse();
        assertThat(probe.isThere()).isFalse();
        RedisStore.open(Stores.settings(Stores.to(server), prefix)).close();
        assertThat(probe.isThere()).isTrue();
    }

    @Test
    void replicaSaysThatItTakesNone() {
        int master = RedisProcess.freePort();
        try (RedisProcess server =
                RedisProcess.start(Binaries.any(), "--replicaof", "127.0.0.1", Integer.toString(master))) {
            assertThat(new RedisProbe(Stores.to(server), "w").refusal())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("READONLY"));
        }
    }

    @Test
    void fullServerSaysThatItTakesNone() {
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--maxmemory", "100kb")) {
            assertThat(new RedisProbe(Stores.to(server), "w").refusal())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("OOM"));
        }
    }

    @Test
    void userWithoutTheRightToWriteIsRefused() throws Exception {
        Path rules = dir.resolve("users.acl");
        Files.writeString(rules, "user default on nopass ~* -@all +@read +@connection +eval\n");
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--aclfile", rules.toString())) {
            assertThat(new RedisProbe(Stores.to(server), "w").refusal())
                    .hasValueSatisfying(reason -> assertThat(reason).containsAnyOf("NOPERM", "can't run this command"));
        }
    }

    private static long exists(RedisProcess server, String key) {
        Keys keys = new Keys("w");
        try (RedisLink link = JedisLink.open(Stores.to(server), keys.routing())) {
            return Replies.number(new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat()))
                    .read(Call.of("EXISTS", key)));
        }
    }
}
