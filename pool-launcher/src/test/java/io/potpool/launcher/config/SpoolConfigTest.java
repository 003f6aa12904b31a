package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolConfigTest {

    private static SpoolConfig spool(String members) {
        return Configs.good(Configs.top("\"spool\": {" + members + "}")).spool();
    }

    @Test
    void defaultIsAGibibyteAndAQuarterOfAnHourBesideTheStore() {
        SpoolConfig spool = spool("");

        assertThat(spool.directory()).isEqualTo(Path.of("/pool/data/spool"));
        assertThat(spool.maxBytes()).isEqualTo(1L << 30);
        assertThat(spool.maxAge()).isEqualTo(Duration.ofMinutes(15));
        assertThat(spool.patience()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void valuesAreHonoured() {
        SpoolConfig spool = spool("\"directory\": \"other\", \"maxBytes\": 2097152, \"maxAge\": \"25m\"");

        assertThat(spool.directory()).isEqualTo(Path.of("/pool/other"));
        assertThat(spool.maxBytes()).isEqualTo(2_097_152);
        assertThat(spool.maxAge()).isEqualTo(Duration.ofMinutes(25));
        assertThat(spool("\"directory\": \"/var/spool/potpool\"").directory()).isEqualTo(Path.of("/var/spool/potpool"));
    }

    @Test
    void twiceTheAgeStaysBelowTheKeepOfShares() {
        String error = "line 2: spool.maxAge: twice of it must be below shares.keep, which is 1h";

        assertThat(Configs.errors(Configs.top("\"shares\": {\"keep\": \"1h\"}, \"spool\": {\"maxAge\": \"30m\"}")))
                .containsExactly(error);
        assertThat(Configs.good(Configs.top("\"shares\": {\"keep\": \"1h\"}, \"spool\": {\"maxAge\": \"29m\"}"))
                        .spool()
                        .maxAge())
                .isEqualTo(Duration.ofMinutes(29));
    }

    @ParameterizedTest
    @CsvSource({
        "maxBytes, 1048575",
        "maxBytes, 1099511627777",
        "maxBytes, 1.5",
        "maxAge, '\"9s\"'",
        "maxAge, 5",
        "directory, 5",
        "directory, '\"a\\u0000b\"'"
    })
    void wrongValueIsAnError(String key, String value) {
        assertThat(Configs.errors(Configs.top("\"spool\": {\"" + key + "\": " + value + "}")))
                .singleElement()
                .asString()
                .startsWith("line 2: spool." + key + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"maxFails\": 20, \"stateUpdateInterval\": \"3s\"', 60",
        "'\"maxFails\": 20', 60",
        "'\"healthCheck\": true, \"maxFails\": 100, \"stateUpdateInterval\": \"1s\"', 100",
        "'\"healthCheck\": true, \"maxFails\": 1000000', 900",
        "'\"healthCheck\": false, \"maxFails\": 20', 900",
        "'\"healthCheck\": true', 900"
    })
    void outageIsBoundedByTheFamilysHealthCheckToo(String members, long seconds) {
        ConfigResult result = Configs.proxy(members);

        assertThat(Configs.good(result).spool().patience()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void failsAreCountedFromOne() {
        assertThat(Configs.errors(Configs.proxy("\"maxFails\": 0")))
                .containsExactly("line 3: proxy.maxFails: must lie between 1 and 1000000");
    }
}
