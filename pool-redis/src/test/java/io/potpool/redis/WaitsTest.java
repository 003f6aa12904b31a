package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private static final RedisWaiting ASKED = new RedisWaiting(2, true, Duration.ofMillis(300));

    private static List<String> texts(Waits waits) {
        return waits.commands().stream()
                .map(command -> command.name() + " "
                        + String.join(
                                " ",
                                command.arguments().stream()
                                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                        .toList()))
                .toList();
    }

    @Test
    void aWriteGoesBeforeWaiting() {
        assertThat(texts(new Waits(ASKED, true, "beat"))).containsExactly("SET beat 1", "WAITAOF 1 2 300");
        assertThat(texts(new Waits(ASKED, false, "beat"))).containsExactly("SET beat 1", "WAIT 2 300");
        assertThat(texts(new Waits(RedisWaiting.NONE, true, "beat"))).isEmpty();
    }

    @Test
    void onlyEnoughAppendOnlyFilesCount() {
        Waits waits = new Waits(ASKED, true, "beat");
        assertThatCode(() -> waits.check(Arrays.asList("OK", List.of(1L, 2L)))).doesNotThrowAnyException();
        for (Object reply : new Object[] {List.of(0L, 2L), List.of(1L, 1L), List.of(), 2L, new ErrorReply("ERR no")}) {
            assertThatThrownBy(() -> waits.check(Arrays.asList("OK", reply))).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void onlyEnoughReplicasCount() {
        Waits waits = new Waits(ASKED, false, "beat");
        assertThatCode(() -> waits.check(Arrays.asList("OK", 3L))).doesNotThrowAnyException();
        for (Object reply : new Object[] {1L, List.of(1L, 2L), new ErrorReply("ERR no")}) {
            assertThatThrownBy(() -> waits.check(Arrays.asList("OK", reply))).isInstanceOf(StoreException.class);
        }
    }
}
