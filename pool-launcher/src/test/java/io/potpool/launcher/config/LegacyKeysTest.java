package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LegacyKeysTest {

    /** What a key needs beside it. */
    private static final Map<String, String> COMPANIONS = Map.of(
            "redis.network", "\"endpoint\": \"/var/run/redis.sock\", ",
            "redis.sentinelEnabled", "\"masterName\": \"mymaster\", \"sentinelAddrs\": [\"127.0.0.1:26379\"], ");

    /** Lines of path, what is expected, and a value in JSON. */
    static Stream<String> lines() throws IOException {
        try (InputStream in = LegacyKeysTest.class.getResourceAsStream("legacy-keys.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void keyOfTheFamilyIsHonouredOrAnsweredOnce(String line) {
        String[] words = line.split(" +", 3);
        String path = words[0];

        List<Finding> warnings = Configs.read(config(path, words[2])).warnings();
        List<Finding> errors = Configs.read(config(path, words[2])).errors();

        assertThat(errors).isEmpty();
        switch (words[1]) {
            case "honoured" -> assertThat(warnings).isEmpty();
            case "answered" ->
                assertThat(warnings).singleElement().satisfies(warning -> {
                    assertThat(path).startsWith(warning.path());
                    assertThat(warning.text()).hasSizeGreaterThan(20);
                    assertThat(warning.line()).isEqualTo(2);
                });
            default -> throw new IllegalStateException(line);
        }
    }

    @Test
    void everyListedKeyIsKnownAndOnlyNewKeysAreUnlisted() throws IOException {
        List<String> listed = lines().map(line -> line.split(" +")[0]).toList();

        assertThat(listed).doesNotHaveDuplicates().hasSizeGreaterThan(130);
        assertThat(KnownKeys.ALL.all()).extracting(KnownKeys.Key::path).containsAll(listed);
    }

    /** The key on line 2, in a config that has nothing else to warn of. */
    private static String config(String path, String value) {
        String[] names = path.split("\\.");
        StringBuilder json = new StringBuilder();
        StringBuilder closing = new StringBuilder();
        boolean proxy = path.startsWith("proxy");
        boolean upstream = path.startsWith("upstream[]");
        if (!path.equals("network")) {
            json.append("\"network\": \"classic\", ");
        }
        if (!upstream) {
            json.append(Configs.NODE).append(", ");
        }
        if (!proxy) {
            json.append("\"proxy\": {").append(Configs.PAY).append("}, ");
        }
        json.append('\n');
        for (int i = 0; i < names.length - 1; i++) {
            boolean list = names[i].endsWith("[]");
            json.append('"').append(names[i].replace("[]", "")).append(list ? "\": [{" : "\": {");
            closing.insert(0, list ? "}]" : "}");
            if (names[i].equals("proxy")) {
                json.append(pay(path));
            }
            json.append(COMPANIONS.getOrDefault(path, ""));
            if (upstream && !path.endsWith(".url")) {
                json.append("\"url\": \"http://127.0.0.1:8545\", ");
            }
        }
        json.append('"')
                .append(names[names.length - 1])
                .append("\": ")
                .append(value)
                .append(closing);
        return "{" + json + "}";
    }

    private static String pay(String path) {
        StringBuilder members = new StringBuilder();
        for (String member : Configs.PAY.split(", ")) {
            if (!member.startsWith("\"" + path.replace("proxy.", "") + "\"")) {
                members.append(member).append(", ");
            }
        }
        return members.toString();
    }
}
