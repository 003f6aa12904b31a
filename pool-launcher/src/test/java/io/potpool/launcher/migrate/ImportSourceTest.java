package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.redis.RedisAddress;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisLogin;
import io.potpool.redis.RedisServers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportSourceTest {

    private static RedisConnection redis(String text, String password) {
        Optional<String> given = Optional.of(password).filter(secret -> !secret.isEmpty());
        return ((ImportSource.OldRedis) ImportSource.parse(text, given)).connection();
    }

    @Test
    void addressNamesServerDatabaseUserAndPassword() {
        RedisConnection plain = redis("redis://h:7000/3", "");
        RedisConnection full = redis("rediss://pool:secret@h", "");

        assertThat(plain.servers()).isEqualTo(new RedisServers.Standalone(new RedisAddress("h", 7000)));
        assertThat(plain.database()).isEqualTo(3);
        assertThat(plain.login()).isEmpty();
        assertThat(plain.tls()).isEmpty();
        assertThat(full.servers()).isEqualTo(new RedisServers.Standalone(new RedisAddress("h", 6379)));
        assertThat(full.login()).hasValue(new RedisLogin("pool", "secret"));
        assertThat(full.tls()).isPresent();
    }

    @Test
    void passwordMayComeFromElsewhere() {
        assertThat(redis("redis://h", "secret").login()).hasValue(new RedisLogin("default", "secret"));
        assertThat(redis("redis://me@h", "secret").login()).hasValue(new RedisLogin("me", "secret"));
        assertThat(redis("redis://:own@h", "secret").login()).hasValue(new RedisLogin("default", "own"));
    }

    @Test
    void unixSocketAndEmbeddedStoreAreNamedByPaths() {
        assertThat(redis("unix:/run/redis.sock?2", "").servers())
                .isEqualTo(new RedisServers.UnixSocket(Path.of("/run/redis.sock")));
        assertThat(redis("unix:/run/redis.sock?2", "").database()).isEqualTo(2);
        assertThat(ImportSource.parse("sqlite:/var/data", Optional.empty()))
                .isEqualTo(new ImportSource.Embedded(Path.of("/var/data")));
        assertThat(ImportSource.parse("sqlite:/var/data/potpool.db", Optional.empty()))
                .isEqualTo(new ImportSource.Embedded(Path.of("/var/data")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h:6379",
                "http://h",
                "redis://",
                "redis://h/x",
                "redis://h:99999",
                "redis://s3cret@",
                "unix:x",
                "unix:/a?b"
            })
    void otherFormsAreRefusedWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> ImportSource.parse(text, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }
}
