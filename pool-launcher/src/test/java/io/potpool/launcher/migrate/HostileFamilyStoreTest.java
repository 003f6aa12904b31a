package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old stores with content that nobody would write, in a real redis-server. */
class HostileFamilyStoreTest {

    @TempDir
    Path dir;

    private RedisServer old;
    private PoolConfig config;

    @BeforeEach
    void start() throws IOException {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        Path file = dir.resolve("config.json");
        Files.writeString(
                file, "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}");
        config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    @AfterEach
    void stop() {
        old.close();
    }

    private ImportReport run(String prefix) throws IOException {
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        prefix,
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
    }

    @Test
    void namesWithControlCharactersDoNotReachTheTerminal() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "1");
        old.send("HSET", "eth:miners:x\u001b[2J\u202e", "balance", "5");
        old.send("HSET", "eth:miners:" + "y".repeat(5_000), "balance", "5");

        assertThat(run("eth").faults())
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault)
                        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]")
                        .hasSizeLessThan(1_100));
    }

    @Test
    void balanceBeyondWhatAnAccountHoldsIsRefusedBeforeAnythingIsWritten() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5e18");
        old.send("HSET", "eth:miners:" + OldPoolData.login(2), "balance", "9223372036854775807.1");

        assertThat(run("eth").faults())
                .singleElement()
                .asString()
                .contains(OldPoolData.login(2), "more than an account can hold");

        old.send("HSET", "eth:miners:" + OldPoolData.login(2), "balance", "4e18");
        assertThat(run("eth").faults()).isEmpty();
    }

    @Test
    void poolsWhosePrefixesBeginAlikeDoNotMeet() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5");
        old.send("HSET", "eth:solo:miners:" + OldPoolData.login(1), "balance", "7");

        assertThat(run("eth:solo").outcome()).contains("imported: 1 of 1");
        ImportReport other = run("eth");

        assertThat(other.faults()).isEmpty();
        assertThat(other.outcome()).contains("imported: 1 of 1", "has 5000000000 wei");
        assertThat(Audits.run(config).totals().balance()).hasToString("12000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e*h", "eth[1]", "eth?", "a b"})
    void patternIsNoPrefix(String prefix) {
        assertThatThrownBy(() -> run(prefix)).hasMessageContaining("--prefix");
    }

    @Test
    void scoreOfThreeHundredDigitsIsKept() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5");
        old.send("ZADD", "eth:blocks:candidates", "1e300", "n".repeat(249));

        assertThat(run("eth").outcome()).contains("imported: 1 of 1");
        assertThat(run("eth").outcome()).contains("imported: 0 of 1");
    }

    @Test
    void loginInCapitalLettersKeepsItsShifts() throws IOException {
        String login = "0x" + "00000000000000000000000000000000000000ab".toUpperCase(Locale.ROOT);
        old.send("HSET", "eth:miners:" + login, "balance", "5");
        old.send("ZADD", "eth:shifts:" + login, "1700000000", "5:1000");

        assertThat(run("eth").body())
                .anySatisfy(line -> assertThat(line).contains("shift-day").endsWith(" 1"));
    }

    @Test
    void minersDebitsWithoutAnOpenPaymentAreNamed() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5", "pending", "77");

        assertThat(run("eth").body())
                .anySatisfy(line -> assertThat(line).startsWith("note:").contains("pending are 77 Shannon"));
    }

    @Test
    void balanceUnderAKeyThatIsNoTextIsNamedAndNotLeftOut() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "1");
        old.send("EVAL", "return redis.call('HSET', 'eth:miners:\\255', 'balance', '5')", "0");

        assertThat(run("eth").faults()).singleElement().asString().contains("eth:miners:", "cannot be read");
    }

    @Test
    void blocksThatAnUnlockerHasNotComeToAreNamedAsTheyAreInNoBalance() throws IOException {
        String candidate = "0x00000000000000ab:0x01:0x02:1700000000:1000:900";
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5");
        old.send("ZADD", "eth:blocks:candidates", "100", candidate);
        assertThat(run("eth").body()).noneMatch(line -> line.contains("are candidates"));

        old.send("ZADD", "eth:blocks:matured", "99", "0:0:0x00000000000000aa:0x03:1700000000:1000:900:2");

        assertThat(run("eth").body())
                .anySatisfy(line -> assertThat(line).startsWith("note: 1 found blocks are candidates"));
    }

    @Test
    void entryOfAListThatIsNoLoginAndNoAddressIsNamedAndNotKeptInMemory() throws IOException {
        old.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5");
        old.send("SADD", "eth:blacklist", "x".repeat(1_000_000), OldPoolData.login(7));

        assertThat(run("eth").faults())
                .singleElement()
                .asString()
                .contains("eth:blacklist has an entry of 1000000 characters")
                .hasSizeLessThan(300);
    }
}
