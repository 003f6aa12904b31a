package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthConfigTest {

    @Test
    void healthIsServedWhereTheConfigSaysAndNowhereByItself() {
        assertThat(Configs.good(Configs.top("\"health\": {}")).health()).isEmpty();
        assertThat(Configs.good(Configs.top("\"health\": {\"listen\": \"127.0.0.1:8085\"}"))
                        .health())
                .hasValue(new HostPort("127.0.0.1", 8085));
        assertThat(Configs.warnings(Configs.top("\"health\": {\"listen\": \"127.0.0.1:8085\"}")))
                .noneMatch(line -> line.contains("health"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8085", "\"127.0.0.1\"", "\"127.0.0.1:65536\"", "\"http://127.0.0.1:8085\"", "true"})
    void wrongAddressIsAnError(String value) {
        assertThat(Configs.errors(Configs.top("\"health\": {\"listen\": " + value + "}")))
                .singleElement()
                .asString()
                .startsWith("line 2: health.listen: ");
    }

    @Test
    void misspeltKeyIsAnErrorThatNamesTheNearest() {
        assertThat(Configs.errors(Configs.top("\"health\": {\"listn\": \"127.0.0.1:8085\"}")))
                .singleElement()
                .asString()
                .contains("listen");
    }

    @Test
    void portOfTheMinersIsAnError() {
        assertThat(Configs.errors(Configs.read("{\"network\": \"classic\", " + Configs.NODE + ", \"proxy\": {"
                        + Configs.PAY + ", \"stratum\": {\"listen\": \"127.0.0.1:3333\"}},\n"
                        + "\"health\": {\"listen\": \"127.0.0.1:3333\"}}")))
                .containsExactly("line 2: health.listen: is a port of the miners already");
    }
}
