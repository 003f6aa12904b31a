package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Short ways to read configs in tests. */
final class Configs {

    static final String NODE = "\"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:8545\"}]";
    static final String PAY = "\"miningFee\": 1.5, \"potA\": 0.8, \"potCap\": 1.5";

    private Configs() {}

    static ConfigResult read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    static ConfigResult read(byte[] bytes) {
        return new ConfigReader(Map.of()).read(Path.of("/pool/config.json"), bytes);
    }

    /** A config with a node, a network and the given members of "proxy" besides those that pay. */
    static ConfigResult proxy(String members) {
        return read("{\"network\": \"classic\", " + NODE + ",\n\"proxy\": {" + PAY + ",\n" + members + "}}");
    }

    /** A config with a node, a network, a proxy and the given further members. */
    static ConfigResult top(String members) {
        return read("{\"network\": \"classic\", " + NODE + ", \"proxy\": {" + PAY + "},\n" + members + "}");
    }

    static PoolConfig good(ConfigResult result) {
        assertThat(result.errors()).isEmpty();
        return result.config().orElseThrow();
    }

    static List<String> errors(ConfigResult result) {
        assertThat(result.config()).isEmpty();
        return result.errors().stream().map(Finding::toString).toList();
    }

    static List<String> warnings(ConfigResult result) {
        good(result);
        return result.warnings().stream().map(Finding::toString).toList();
    }
}
