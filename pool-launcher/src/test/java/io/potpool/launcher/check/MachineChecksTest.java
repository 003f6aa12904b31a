package io.potpool.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {

    @TempDir
    private Path directory;

    private List<Verdict> verdicts(String http) {
        return verdicts(http, "127.0.0.1:0");
    }

    private List<Verdict> verdicts(String http, String health) {
        String config = "{\"health\": {\"listen\": \"" + health
                + "\"}, \"network\": \"classic\", \"upstream\": [{\"url\": \"http://127.0.0.1:1\"}], \"proxy\": {"
                + "\"listen\": \"127.0.0.1:0\", " + http
                + "\"difficulty\": 1000000000, \"miningFee\": 1, \"potA\": 0.8,"
                + " \"potCap\": 1.5, \"stratum\": {\"listen\": \"127.0.0.1:0\"}}}";
        return new MachineChecks(
                        new ConfigReader(Map.of())
                                .read(directory.resolve("config.json"), config.getBytes(StandardCharsets.UTF_8))
                                .config()
                                .orElseThrow(),
                        false)
                .run();
    }

    @Test
    void thePortOfHealthIsLookedAt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(verdicts("", "127.0.0.1:" + taken.getLocalPort()))
                    .filteredOn(verdict -> verdict.name().equals("port health.listen"))
                    .extracting(Verdict::level)
                    .containsExactly(Verdict.Level.FAIL);
        }
        assertThat(verdicts(""))
                .filteredOn(verdict -> verdict.name().equals("port health.listen"))
                .extracting(Verdict::level)
                .containsExactly(Verdict.Level.OK);
    }

    @Test
    void theCertificateOfTheHttpListenerIsLookedAtWhereItSpeaksTls() {
        assertThat(verdicts("\"http\": {\"tls\": true, \"certFile\": \"c.pem\", \"keyFile\": \"k.pem\"}, "))
                .filteredOn(verdict -> verdict.name().startsWith("tls "))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.level()).isEqualTo(Verdict.Level.FAIL);
                    assertThat(verdict.finding()).contains("c.pem");
                });
        assertThat(verdicts("")).noneMatch(verdict -> verdict.name().startsWith("tls "));
    }
}
