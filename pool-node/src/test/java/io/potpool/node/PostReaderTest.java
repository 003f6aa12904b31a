package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostReaderTest {

    private static final String POST = "POST /x?y=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static PostReader.State take(String text) {
        return new PostReader().take(bytes(text));
    }

    private static void assertPost(PostReader.State state) {
        assertThat(state).isInstanceOf(PostReader.State.Post.class);
        PostReader.State.Post post = (PostReader.State.Post) state;
        assertThat(post.path()).isEqualTo("/x");
        assertThat(new String(post.body(), StandardCharsets.US_ASCII)).isEqualTo("hello");
    }

    @Test
    void aRequestSplitAnywhereIsOneRequest() {
        assertPost(take(POST));
        for (int split = 1; split < POST.length(); split++) {
            PostReader reader = new PostReader();
            assertThat(reader.take(bytes(POST.substring(0, split)))).isInstanceOf(PostReader.State.Incomplete.class);
            assertPost(reader.take(bytes(POST.substring(split))));
        }
    }

    @Test
    void aClientThatWaitsForAWordGetsIt() {
        PostReader reader = new PostReader();
        String head = "POST /x HTTP/1.1\r\nExpect: 100-continue\r\ncontent-length: 5\r\n\r\n";
        assertThat(reader.take(bytes(head))).isInstanceOf(PostReader.State.AwaitsContinue.class);
        assertPost(reader.take(bytes("hello")));
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,405",
        "POST / HTTP/2,400",
        "POST /,400",
        "nonsense,400",
        "POST / HTTP/1.1,411",
        "POST / HTTP/1.1|Content-Length: -1,400",
        "POST / HTTP/1.1|Content-Length: 1x,400",
        "POST / HTTP/1.1|Content-Length: 1|Content-Length: 1,400",
        "POST / HTTP/1.1|Content-Length: 99999999999999999999,400",
        "POST / HTTP/1.1|Content-Length: 65537,413",
        "POST / HTTP/1.1|Transfer-Encoding: chunked,411"
    })
    void otherRequestsAreRefused(String head, int status) {
        assertThat(take(head.replace("|", "\r\n") + "\r\n\r\n")).isEqualTo(new PostReader.State.Refused(status));
    }

    @Test
    void anEndlessHeadIsRefused() {
        assertThat(take("POST / HTTP/1.1\r\n" + "a".repeat(PostReader.MAX_HEAD)))
                .isEqualTo(new PostReader.State.Refused(431));
    }

    @Test
    void anyBytesGiveAState() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) "POST / HTTP/1.1\r\n:Content-Length 0123".charAt(random.nextInt(37));
            }
            assertThat(new PostReader().take(ByteBuffer.wrap(noise))).isNotNull();
        }
    }
}
