package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoIT {

    private static final Pattern TRY = Pattern.compile("\\(echo '(.*)'; sleep 3\\) \\| nc 127\\.0\\.0\\.1 ([0-9]+)");

    private static final Pattern ACCEPTED = Pattern.compile("accepted=(\\d+)");

    @TempDir
    private Path directory;

    @Test
    void demoPaysItsMinersAndPrintsOneJsonObjectLast() throws Exception {
        try (Potpool demo = Potpool.start(directory, "demo", "--json")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ACCEPTED.matcher(demo.err())
                            .results()
                            .anyMatch(status -> Long.parseLong(status.group(1)) > 10));
            demo.terminate();
            assertThat(demo.exitCode()).as(demo.err()).isZero();

            JsonNode result = JsonMapper.shared().readTree(demo.lastLine());
            assertThat(demo.out().strip().lines()).hasSize(1);
            assertThat(result.get("accepted").longValue()).isGreaterThan(10);
            assertThat(result.get("invalid").longValue()).isZero();
            assertThat(result.get("duplicate").longValue()).isZero();
            assertThat(result.get("stale").isNumber()).isTrue();
            assertThat(result.get("blocks").isNumber()).isTrue();
            assertThat(result.get("auditOk").booleanValue()).isTrue();
            assertThat(new BigInteger(result.get("creditedWei").stringValue())).isPositive();
            assertThat(result.get("balancesWei")).isEqualTo(result.get("creditedWei"));
        }
    }

    @Test
    void demoEndsByItselfAfterTheTimeItIsGiven() throws Exception {
        try (Potpool demo = Potpool.start(directory, "demo", "--for", "1s", "--json")) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(JsonMapper.shared()
                            .readTree(demo.lastLine())
                            .get("auditOk")
                            .booleanValue())
                    .isTrue();
        }
    }

    @Test
    void demoSaysWhatToTryAndEndsInOrderOnASignal() throws Exception {
        try (Potpool demo = Potpool.start(directory, "demo")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> TRY.matcher(demo.out()).find());
            Matcher line = TRY.matcher(demo.out());
            assertThat(line.find()).isTrue();

            try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(line.group(2)))) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write((line.group(1) + "\n").getBytes(StandardCharsets.UTF_8));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                assertThat(JsonMapper.shared()
                                .readTree(in.readLine())
                                .get("result")
                                .booleanValue())
                        .isTrue();
            }

            demo.terminate();
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("The audit holds");
        }
    }
}
