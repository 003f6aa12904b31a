package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{",
                "{\"a\"",
                "{\"a\": }",
                "{\"a\": 1} }",
                "{\"a\": 1} {\"b\": 2}",
                "{\"threads\": 1e999999999}",
                "{\"threads\": 1e-999999999}",
                "{\"threads\": 1E2147483648}",
                "{\"threads\": NaN}",
                "{\"threads\": 00012}",
                "/* never closed",
                "// only a comment",
                "# only a comment",
                "{\"\": 1}",
                "{\"a.b\": 1}",
                "{\"upstream[]\": 1}",
                "{\"network\": {\"checkpoints\": {\"*\": {}}}}",
                "{\"network\": \"\\ud800\"}",
                "{\"proxy\": null, \"upstream\": null}",
            })
    void badTextIsAnErrorInWords(String text) {
        assertThat(Configs.errors(Configs.read(text)))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).isNotBlank());
    }

    @Test
    void bytesThatAreNotTextAreAnError() {
        assertThat(Configs.errors(Configs.read(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'})))
                .containsExactly("is not UTF-8 text");
    }

    @Test
    void depthHasABound() {
        String deep = "{\"api\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(Configs.errors(Configs.read(deep)))
                .singleElement()
                .asString()
                .startsWith("line 1: not valid JSON");
    }

    @Test
    void lengthHasABound() {
        assertThat(Configs.errors(Configs.read(" ".repeat(2_000_000))))
                .singleElement()
                .asString()
                .contains("longer than");
    }

    @Test
    void longNumberIsAnError() {
        assertThat(Configs.errors(Configs.proxy("\"difficulty\": " + "9".repeat(200_000))))
                .isNotEmpty();
    }

    @Test
    void longUnknownKeyIsShortenedAndMadePrintable() {
        assertThat(Configs.errors(Configs.top("\"\\u0007" + "x".repeat(100_000) + "\": 1")))
                .singleElement()
                .asString()
                .hasSizeLessThan(200)
                .doesNotContain("\u0007");
    }

    @Test
    void byteOrderMarkAndCommentsOfEveryKindAreSkipped() {
        String text = "\uFEFF# one\n// two\n/* three */ {\"network\": \"classic\", " + Configs.NODE
                + ", /* four */ \"proxy\": {" + Configs.PAY + ",}, # five\n}\n// six";

        assertThat(Configs.warnings(Configs.read(text.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void syntaxErrorNamesItsLine() {
        assertThat(Configs.errors(Configs.read("{\n\"threads\": 2\n\"name\": \"x\"\n}")))
                .singleElement()
                .asString()
                .startsWith("line 3: not valid JSON");
    }

    @Test
    void fileThatIsNotThereAndDirectoryAreErrors(@TempDir Path directory) {
        ConfigReader reader = new ConfigReader(Map.of());

        assertThat(Configs.errors(reader.read(directory.resolve("absent.json"))))
                .singleElement()
                .asString()
                .startsWith("cannot be read");
        assertThat(Configs.errors(reader.read(directory)))
                .singleElement()
                .asString()
                .startsWith("cannot be read");
    }
}
