package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "dificulty, difficulty",
        "miningfees, miningFee",
        "blockRefreshIntervall, blockRefreshInterval",
        "potCpa, potCap",
        "stratums, stratum"
    })
    void misspeltKeyNamesTheNearestWithItsLine(String written, String meant) {
        assertThat(Configs.errors(Configs.proxy("\"" + written + "\": 4")))
                .containsExactly("line 3: proxy." + written + ": unknown key; the nearest is \"" + meant + "\"");
    }

    @Test
    void keyInTheWrongPlaceNamesTheRightOne() {
        assertThat(Configs.errors(Configs.top("\"maxConn\": 3")))
                .containsExactly("line 2: maxConn: unknown key; it belongs to proxy.stratum");
    }

    @Test
    void misspeltKeyInASectionThatIsNotServedIsAnErrorToo() {
        assertThat(Configs.errors(Configs.top("\"payouts\": {\"enabled\": false, \"treshold\": 1}")))
                .containsExactly("line 2: payouts.treshold: unknown key; the nearest is \"threshold\"");
    }

    @ParameterizedTest
    @CsvSource({"''", "'  '", "'a\\u0007'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void nameOfAnInstanceIsShortAndPrintable(String name) {
        assertThat(Configs.errors(Configs.top("\"name\": \"" + name + "\"")))
                .containsExactly("line 2: name: must have 1 to 64 characters, none of them a control character");
    }

    @Test
    void allErrorsAreListedAtOnceInTheOrderOfTheFile() {
        String json = """
                {
                  "network": "clasic",
                  "thread": 2,
                  "proxy": {
                    "difficulty": 0,
                    "miningFee": 100,
                    "potA": -0.1,
                    "blockRefreshInterval": "1 second",
                    "stratum": {
                      "listen": "3333",
                      "maxConn": "many",
                    },
                  },
                  "upstream": [ { "url": "ftp://x/" } ],
                }
                """;

        assertThat(Configs.errors(Configs.read(json)))
                .satisfiesExactly(
                        network -> assertThat(network)
                                .startsWith("line 2: network: ")
                                .contains("classic, mordor, ethereum, ethereumPow"),
                        thread -> assertThat(thread)
                                .startsWith("line 3: thread: ")
                                .contains("\"threads\""),
                        difficulty -> assertThat(difficulty).startsWith("line 5: proxy.difficulty: "),
                        fee -> assertThat(fee).startsWith("line 6: proxy.miningFee: "),
                        a -> assertThat(a).startsWith("line 7: proxy.potA: "),
                        interval -> assertThat(interval)
                                .startsWith("line 8: proxy.blockRefreshInterval: ")
                                .contains("1m30s"),
                        listen -> assertThat(listen).startsWith("line 10: proxy.stratum.listen: "),
                        max -> assertThat(max)
                                .isEqualTo("line 11: proxy.stratum.maxConn: must be a number, not a text"),
                        url -> assertThat(url)
                                .startsWith("line 14: upstream[0].url: ")
                                .doesNotContain("ftp"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"difficulty\": 0",
                "\"difficulty\": 1.5",
                "\"difficulty\": -4",
                "\"difficulty\": \"4\"",
                "\"difficulty\": 1e80",
                "\"potCap\": -1",
                "\"lagRule\": \"uncles\"",
                "\"listen\": \"localhost\"",
                "\"listen\": \"localhost:99999\"",
                "\"listen\": 8888",
                "\"enabled\": \"yes\"",
                "\"healthCheck\": 1",
                "\"blockRefreshInterval\": \"\"",
                "\"blockRefreshInterval\": \"0s\"",
                "\"blockRefreshInterval\": \"-1s\"",
                "\"blockRefreshInterval\": 100",
                "\"notifyPath\": \"short\"",
                "\"stratum\": []",
                "\"policy\": 5",
                "\"stratum\": {\"xnSpace\": [5, 5]}",
                "\"stratum\": {\"xnSpace\": [0, 257]}",
                "\"stratum\": {\"xnSpace\": [256]}",
                "\"stratum\": {\"xnSpace\": [1, 2, 3]}",
                "\"stratum\": {\"xnSpace\": [-1, 2]}",
                "\"stratum\": {\"xnSpace\": [\"a\"]}",
                "\"stratum\": {\"xnSize\": 1}",
                "\"stratum\": {\"minDiffFloat\": 0}",
                "\"stratum\": {\"minDiffFloat\": 2, \"maxDiffFloat\": 1}",
                "\"stratum\": {\"maxConn\": 0}",
                "\"stratum\": {\"timeout\": \"1ms\"}",
            })
    void valueOutsideItsRangeIsOneErrorOnItsLine(String member) {
        assertThat(Configs.errors(Configs.proxy(member)))
                .singleElement()
                .asString()
                .startsWith("line 3: proxy.");
    }

    @Test
    void configWithoutANodeIsAnError() {
        assertThat(Configs.errors(Configs.read("{\"network\": \"classic\"}")))
                .singleElement()
                .asString()
                .contains("upstream: is missing");
        assertThat(Configs.errors(Configs.read("{\"network\": \"classic\", \"upstream\": []}")))
                .singleElement()
                .asString()
                .contains("upstream: is empty");
    }

    @Test
    void nodesOfOneNameAreAnError() {
        assertThat(Configs.errors(Configs.read(
                        "{\"network\": \"classic\", \"upstream\": [{\"name\": \"a\", \"url\": \"http://h\"},\n"
                                + "{\"name\": \"a\", \"url\": \"http://g\"}]}")))
                .containsExactly("line 2: upstream[1].name: another node has this name");
    }

    @Test
    void networkOfTheFamilyThatIsNotBundledSaysWhatToDo() {
        assertThat(Configs.errors(Configs.read("{\"network\": \"ubiq\", " + Configs.NODE + "}")))
                .singleElement()
                .asString()
                .contains("chainId", "Known: classic, mordor");
    }

    @Test
    void keysInAnotherCaseAreReadAsTheFamilyDoes() {
        assertThat(Configs.good(Configs.proxy("\"Difficulty\": 7"))
                        .terms()
                        .difficulty()
                        .value())
                .isEqualTo(7);
    }

    @Test
    void keyGivenTwiceIsWarnedOfAndTheLastCounts() {
        ConfigResult result = Configs.proxy("\"difficulty\": 7,\n\"difficulty\": 8");

        assertThat(Configs.warnings(result))
                .containsExactly("line 4: proxy.difficulty: given before on line 3; this one, the last, counts");
        assertThat(Configs.good(result).terms().difficulty().value()).isEqualTo(8);
    }

    @Test
    void potAOfOneOrMoreIsAWarningAndPlainPps() {
        ConfigResult result = Configs.read("{\"network\": \"classic\", " + Configs.NODE
                + ", \"proxy\": {\"miningFee\": 0, \"potCap\": 1, \"potA\": 1}}");

        assertThat(Configs.warnings(result)).singleElement().asString().contains("plain PPS");
        assertThat(Configs.good(result).terms().reward().plainPps()).isTrue();
    }
}
