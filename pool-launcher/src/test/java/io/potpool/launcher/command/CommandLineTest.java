package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void versionSaysThatOfPotpoolAndOfJava() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("potpool ").contains("Java " + System.getProperty("java.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "check", "audit", "import", "export", "forget", "version"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: potpool " + command);
    }

    @Test
    void wrongUsageIsCode2() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("runn")).isEqualTo(2);
        assertThat(run("run")).isEqualTo(2);
        assertThat(run("audit", "--jason", "x")).isEqualTo(2);
        assertThat(run("import", "x")).isEqualTo(2);
        assertThat(run("forget")).isEqualTo(2);
        assertThat(run("demo", "--for", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("1m30s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from sqlite:x --follow | --follow is for the Redis",
                "--from redis://127.0.0.1:1 --follow --dry-run | not a dry run",
                "--from redis://127.0.0.1:1 --cut-over-after 5m | --cut-over-after goes with --follow",
                "--from redis://127.0.0.1:1 --follow --cut-over-after 59s | at least 60s",
                "--from redis://127.0.0.1:1 --same-wallet redis://127.0.0.1:1 | behind a #",
                "--from redis://127.0.0.1:1 --same-wallet sqlite:x#eth | --same-wallet is a Redis",
                "--from redis://127.0.0.1:1 --same-wallet redis://127.0.0.1:1#* | is the old pool's",
            })
    void optionsOfAnImportThatDoNotGoTogetherAreCode2(String options, String words, @TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, "{\"network\": \"classic\", \"upstream\": [{\"url\": \"http://127.0.0.1:1\"}]}");
        List<String> arguments = new ArrayList<>(List.of("import"));
        arguments.addAll(List.of(options.split(" ", -1)));
        arguments.add(file.toString());

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "audit"})
    void configErrorIsCode2AndAllAreListed(String command, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, "{\n\"thread\": 2,\n\"proxy\": {\"difficulty\": 0}\n}");

        assertThat(run(command, file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("line 2: thread", "line 3: proxy.difficulty", "upstream", "3 error(s)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void poolWithNothingToServeIsCode2(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"url\": \"http://127.0.0.1:1\"}], \"proxy\": {\"enabled\": false}}");

        assertThat(run("run", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("nothing to run");
    }

    @Test
    void anErrorAtTheStartIsOneLineAndCode1(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, """
                {
                  "network": "classic", "upstream": [{ "url": "http://127.0.0.1:1" }],
                  "proxy": { "difficulty": 10, "miningFee": 1, "potA": 0, "potCap": 0, "stratum": { "listen": "127.0.0.1:0" } },
                  "plugins": { "shareListeners": ["broken"] }
                }
                """);

        assertThat(run("run", file.toString())).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("potpool: NoClassDefFoundError org/example/Missing");
    }

    @Test
    void auditOfAStoreThatIsNotThereYetHasNoAccounts(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, "{\"network\": \"classic\", \"upstream\": [{\"url\": \"http://127.0.0.1:1\"}]}");

        assertThat(run("audit", "--json", file.toString())).isZero();
        assertThat(out.toString().strip())
                .isEqualTo("{\"ok\":true,\"accounts\":{},"
                        + "\"totals\":{\"creditedWei\":\"0\",\"balanceWei\":\"0\",\"shares\":0}}");
        assertThat(directory.resolve("data")).doesNotExist();
    }
}
