package io.potpool.stratum.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestDecoderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Whatever the bytes, there is a value; a request's id can be echoed and equals what a plain parser reads. */
    @FuzzTest(maxDuration = "10m")
    void decoding(byte[] input) {
        byte[] line = Arrays.copyOf(input, RequestDecoder.MAX_LINE);
        Incoming incoming = RequestDecoder.decode(line, Math.min(input.length, RequestDecoder.MAX_LINE - 1));
        assertThat(incoming).isNotNull();
        if (incoming instanceof Request request) {
            assertThat(request.id().length()).isLessThanOrEqualTo(64);
            JsonNode echo = JSON.readTree("{\"id\":" + request.id() + "}");
            assertThat(echo.size()).isEqualTo(1);
            assertThat(echo.get("id").isValueNode()).isTrue();
            for (int i = 0; i <= request.params().size(); i++) {
                assertThat(request.text(i)).isNotNull();
                assertThat(request.isString(i) || request.string(i).isEmpty()).isTrue();
            }
        }
    }
}
