package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.work.Solution;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcCodecTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RpcReply<Json> single(String text) {
        return RpcCodec.decodeSingle(bytes(text));
    }

    @Test
    void aSolutionIsSentWithSixteenNonceDigits() {
        Solution solution = new Solution(
                Hash256.MAX, new Nonce(0xabc), Hash256.ZERO, 1, Difficulty.ONE, "n", Address.ZERO, "w", Instant.EPOCH);
        assertThat(new String(RpcCodec.single(RpcCall.submitWork(solution)), StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_submitWork\",\"params\":"
                        + "[\"0x0000000000000abc\",\"0x" + "f".repeat(64) + "\",\"0x" + "0".repeat(64) + "\"]}");
    }

    @Test
    void anAnswerWithAnotherIdIsRefused() {
        assertThat(single("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":true}")).isInstanceOf(RpcReply.Malformed.class);
        assertThat(single("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":true}")).isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void anErrorWithoutAnIdIsAnAnswerToTheOnlyCall() {
        assertThat(single("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"parse error\"}}"))
                .isEqualTo(new RpcReply.Failure<Json>(-32700, "parse error"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "1",
                "\"x\"",
                "{}",
                "{\"id\":1}",
                "{\"id\":1,\"error\":\"broken\"}",
                "{\"id\":1,\"error\":{\"code\":1.5}}",
                "{\"id\":1,\"error\":{\"code\":99999999999999999999}}",
                "{\"id\":1,\"result\":true}{}",
                "<html>502</html>",
                "\u0000\u0001"
            })
    void whatIsNoAnswerIsMalformed(String body) {
        assertThat(single(body)).isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void aDeeplyNestedBodyIsMalformed() {
        assertThat(single("[".repeat(100_000))).isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void aBodyOfVeryManyValuesIsMalformed() {
        assertThat(single("{\"id\":1,\"result\":[" + "0,".repeat(500_000) + "0]}"))
                .isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void batchAnswersInAnyOrderFindTheirCalls() {
        RpcCodec.Batch batch = RpcCodec.decodeBatch(
                bytes("[7,{\"id\":2,\"result\":\"b\"},{\"id\":1,\"result\":\"a\"},{\"id\":9,\"result\":\"c\"}]"), 2);
        assertThat(batch.refused()).isFalse();
        assertThat(batch.replies())
                .isEqualTo(List.of(
                        new RpcReply.Result<Json>(new Json.Text("a")), new RpcReply.Result<Json>(new Json.Text("b"))));
    }

    @Test
    void aBatchAnsweredInPartIsRefused() {
        RpcCodec.Batch batch = RpcCodec.decodeBatch(bytes("[{\"id\":1,\"result\":\"a\"}]"), 2);
        assertThat(batch.refused()).isTrue();
        assertThat(batch.replies().get(1)).isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void aBatchAnsweredByOneErrorIsRefused() {
        RpcCodec.Batch batch =
                RpcCodec.decodeBatch(bytes("{\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no batches\"}}"), 2);
        assertThat(batch.refused()).isTrue();
        assertThat(batch.replies()).hasSize(2).allMatch(reply -> reply instanceof RpcReply.Failure);
    }

    @Test
    void foreignWordsAreMadeFitForTheLog() {
        RpcReply<Json> reply =
                single("{\"id\":1,\"error\":{\"code\":1,\"message\":\"a\\nb\\u001b[31m" + "x".repeat(500) + "\"}}");
        String message = ((RpcReply.Failure<Json>) reply).message();
        assertThat(message).hasSize(160).startsWith("a.b.[31m");
    }
}
