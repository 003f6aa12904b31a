package io.potpool.testkit.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StratumClientTest {

    @Test
    void answersAreFoundByIdAndJobsByShape() throws Exception {
        try (FakePool pool = new FakePool((p, message) -> List.of(
                        "{\"id\":0,\"jsonrpc\":\"2.0\",\"result\":[\"0x1\",\"0x2\",\"0x3\"]}",
                        "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"j\"]}",
                        "{\"id\":\"abc\",\"result\":true}",
                        "{\"id\":" + message.get("id") + ",\"result\":false}"));
                StratumClient client = StratumClient.connect("127.0.0.1", pool.port())) {
            assertThat(client.call("{\"id\":7,\"method\":\"x\"}")).containsEntry("result", false);
            assertThat(client.reply("abc")).containsEntry("result", true);
            assertThat(client.job()).containsKey("result");
            assertThat(client.job()).containsEntry("method", "mining.notify");
            assertThat(client.pendingLines()).isEmpty();
        }
    }

    @Test
    void missingAnswerAndEndOfConnectionAreReported() throws Exception {
        try (FakePool pool = new FakePool((p, message) -> List.of());
                StratumClient client = StratumClient.connect("127.0.0.1", pool.port())) {
            client.send("{\"id\":1,\"method\":\"x\"}");
            assertThatThrownBy(() -> client.await("anything", line -> true, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("anything");
            pool.sockets.get(0).close();
            assertThat(client.awaitEnd()).isTrue();
        }
    }
}
