package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigValuesTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "1m30s, 90000",
        "3h, 10800000",
        "1.5h, 5400000",
        "7d, 604800000",
        "0, 0",
        "1h0m0.001s, 3600001",
        "1000us, 1",
        "1500µs, 1"
    })
    void durationTakesTheFormsOfGoAndDays(String text, long millis) {
        assertThat(Durations.parse(text).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "s", "-1s", "1 s", "1w", "1.s", ".5s", "9999999999999h", "999999999999d"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'[]', 0, 256",
        "'[7]', 7, 8",
        "'[0, 255]', 0, 255",
        "'[128, 256]', 128, 256",
    })
    void extranonceSpaceEndsBelowItsSecondByte(String space, int from, int to) {
        StratumConfig stratum = Configs.good(Configs.proxy("\"stratum\": {\"xnSpace\": " + space + "}"))
                .stratum();

        assertThat(stratum.firstByteFrom()).isEqualTo(from);
        assertThat(stratum.firstByteTo()).isEqualTo(to);
        assertThat(stratum.extranonceBytes()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void difficultyOfOneIsTaken() {
        assertThat(Configs.good(Configs.proxy("\"difficulty\": 1"))
                        .terms()
                        .difficulty()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void passwordDifficultyMayBeAnythingAboveZero() {
        StratumConfig stratum = Configs.good(Configs.proxy("\"stratum\": {\"minDiffFloat\": 1e-9}"))
                .stratum();

        assertThat(stratum.minPasswordDifficulty()).isEqualByComparingTo("0.000000001");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:3333, 0.0.0.0, 3333, false",
        ":3333, '', 3333, false",
        "[::1]:80, ::1, 80, true",
        "localhost:0, localhost, 0, true",
        "127.0.0.2:1, 127.0.0.2, 1, true"
    })
    void addressHasHostAndPort(String text, String host, int port, boolean loopback) {
        HostPort address = HostPort.parse(text);

        assertThat(address).isEqualTo(new HostPort(host, port)).hasToString(text);
        assertThat(address.loopback()).isEqualTo(loopback);
    }

    @Test
    void theVerifierHashesFromTheDatasetIfItIsTold() {
        assertThat(Configs.good(Configs.top("\"verifier\": \"full\""))
                        .verifier()
                        .dataset())
                .isEqualTo(VerifierConfig.Dataset.FILE);
        assertThat(Configs.good(Configs.top(
                                "\"verifier\": {\"mode\": \"full\", \"dataset\": \"heap\", \"threads\": 3}"))
                        .verifier())
                .isEqualTo(new VerifierConfig(OptionalInt.of(3), VerifierConfig.Dataset.HEAP));
        assertThat(Configs.good(Configs.top("\"verifier\": \"light\""))
                        .verifier()
                        .dataset())
                .isEqualTo(VerifierConfig.Dataset.LIGHT);
    }

    @Test
    void verifierThreadsHavePrecedenceOverThreads() {
        assertThat(Configs.good(Configs.top("\"threads\": 2, \"verifier\": {\"threads\": 5}"))
                        .verifier()
                        .threads())
                .hasValue(5);
        assertThat(Configs.good(Configs.top("\"threads\": 0")).verifier().threads())
                .isEmpty();
        assertThat(Configs.good(Configs.top("\"threads\": -1")).verifier().threads())
                .isEmpty();
    }

    @Test
    void keepOfSharesTakesDays() {
        assertThat(Configs.good(Configs.top("\"shares\": {\"keep\": \"30d\"}")).shareKeep())
                .isEqualTo(Duration.ofDays(30));
    }

    @Test
    void etherbaseIsAnAddressOrAList() {
        String one = "0xB85150eb365e7df0941f0cf08235f987ba91506a";

        assertThat(Configs.good(Configs.top("\"etherbase\": \"" + one + "\""))
                        .nodes()
                        .etherbase())
                .hasSize(1);
        assertThat(Configs.good(Configs.top("\"etherbase\": [\"" + one + "\"]"))
                        .nodes()
                        .etherbase())
                .hasToString("[0xb85150eb365e7df0941f0cf08235f987ba91506a]");
        assertThat(Configs.errors(Configs.top("\"etherbase\": [\n\"0x0\"]")))
                .singleElement()
                .asString()
                .startsWith("line 3: etherbase[0]: ");
    }

    @Test
    void secretsComeFromFilesOrTheEnvironmentAndAreNeverPrinted(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("path.txt"), "/from-a-file-0123456789\n");
        Path file = directory.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"my node\", \"url\": \"http://user:hunter2@h:1\"}],"
                        + "\"proxy\": {" + Configs.PAY + ", \"notifyPathFile\": \"path.txt\"}}",
                StandardCharsets.UTF_8);

        PoolConfig config = Configs.good(new ConfigReader(Map.of()).read(file));
        PoolConfig other = Configs.good(new ConfigReader(Map.of(
                        "POTPOOL_PROXY_NOTIFYPATH", "from-the-environment",
                        "POTPOOL_UPSTREAM_MY_NODE_URL", "https://elsewhere"))
                .read(file));

        assertThat(config.nodes().notifyPath().orElseThrow().reveal()).isEqualTo("/from-a-file-0123456789");
        assertThat(other.nodes().notifyPath().orElseThrow().reveal()).isEqualTo("/from-the-environment");
        assertThat(other.nodes().upstreams().get(0).url().reveal()).isEqualTo("https://elsewhere");
        assertThat(config.toString()).doesNotContain("hunter2", "from-a-file");
    }

    @Test
    void secretFileThatIsNotThereIsAnErrorOfItsKey() {
        assertThat(Configs.errors(Configs.proxy("\"notifyPathFile\": \"nowhere\\u0000.txt\"")))
                .singleElement()
                .asString()
                .startsWith("line 3: proxy.notifyPathFile: cannot be read");
    }
}
