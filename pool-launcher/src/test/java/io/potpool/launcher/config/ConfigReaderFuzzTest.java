package io.potpool.launcher.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Map;

/** Saved inputs replay in every build; with JAZZER_FUZZ=1 in the environment new ones are tried. */
class ConfigReaderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyBytesGiveAResult(byte[] bytes) {
        ConfigResult result = new ConfigReader(Map.of()).read(Path.of("/nowhere/config.json"), bytes);
        if (result.config().isPresent() != result.errors().isEmpty()) {
            throw new IllegalStateException("a config with errors, or none without");
        }
        String said = result.errors() + " " + result.warnings();
        if (said.length() > 50_000_000) {
            throw new IllegalStateException("too many words");
        }
    }
}
