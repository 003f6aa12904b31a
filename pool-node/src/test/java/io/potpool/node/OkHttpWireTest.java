package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OkHttpWireTest {

    private final MockWebServer server = new MockWebServer();
    private final OkHttpWire wire = new OkHttpWire();

    @BeforeEach
    void serve() throws Exception {
        server.start();
    }

    @AfterEach
    void closeAll() {
        wire.close();
        server.close();
    }

    private HttpAnswer post(String authority) {
        URI url = URI.create("http://" + authority + "127.0.0.1:" + server.getPort() + "/rpc");
        return wire.post(url, "{}".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(1));
    }

    private void answer(MockResponse.Builder response) {
        server.enqueue(response.build());
    }

    private static String why(HttpAnswer answer) {
        return ((HttpAnswer.Failed) answer).why();
    }

    @Test
    void aPostIsJsonAndItsBodyComesBack() throws Exception {
        answer(new MockResponse.Builder().body("ok"));
        assertThat(((HttpAnswer.Body) post("")).bytes()).asString().isEqualTo("ok");
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void userAndPasswordOfTheUrlAreSentAsBasicAuthentication() throws Exception {
        answer(new MockResponse.Builder().body("ok"));
        post("Aladdin:open%20sesame@");
        assertThat(server.takeRequest().getHeaders().get("Authorization"))
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void redirectsAreNotFollowed() {
        answer(new MockResponse.Builder().code(302).addHeader("Location", "http://127.0.0.1:1/"));
        assertThat(why(post(""))).startsWith("HTTP status 302");
    }

    @Test
    void aBodyThatUnpacksToTooMuchIsRefused() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int megabyte = 0; megabyte < 50; megabyte++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        answer(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(new Buffer().write(packed.toByteArray())));
        assertThat(why(post(""))).startsWith("an answer of more than");
    }

    @Test
    void aTrickledBodyEndsWithTheTime() {
        answer(new MockResponse.Builder().body("x".repeat(1000)).throttleBody(1, 100, TimeUnit.MILLISECONDS));
        HttpAnswer answer = post("");
        assertThat(((HttpAnswer.Failed) answer).timedOut()).isTrue();
    }

    @Test
    void aBodyWithoutAnEndIsRefused() {
        answer(new MockResponse.Builder().body("short").setHeader("Content-Length", "1000"));
        assertThat(post("")).isInstanceOf(HttpAnswer.Failed.class);
    }
}
