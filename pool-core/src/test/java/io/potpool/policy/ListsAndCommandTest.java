package io.potpool.policy;

import static io.potpool.policy.PolicyRig.LOGIN;
import static io.potpool.policy.PolicyRig.LOW;
import static io.potpool.policy.PolicyRig.QUICK;
import static io.potpool.policy.PolicyRig.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.potpool.domain.Address;
import io.potpool.spi.AccessList;
import io.potpool.spi.Visit;
import io.potpool.support.MemoryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ListsAndCommandTest {

    private static final String HERE = "192.0.2.1";
    private static final Address OTHER = Address.parse("0xabababababababababababababababababababcd");

    @TempDir
    Path dir;

    @Test
    void aBlackListedLoginIsRefusedAndItsLiveSessionsClosed() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Visit visit = rig.in(HERE);
            Visit other = rig.in(HERE);
            assertThat(visit.mayLogin(LOGIN)).isTrue();
            assertThat(other.mayLogin(OTHER)).isTrue();
            rig.store.list(
                    AccessList.BLACKLIST,
                    LOGIN.text().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x"),
                    true);
            await().until(() -> rig.evicted.get() == 1);
            assertThat(rig.in(HERE).mayLogin(LOGIN)).isFalse();
            assertThat(rig.in(HERE).mayLogin(OTHER)).isTrue();
            rig.store.list(AccessList.BLACKLIST, LOGIN.text(), false);
        }
    }

    @Test
    void aBlackListedLoginThatAsksAgainAndAgainIsNamedInTheLogOnce() {
        MemoryPolicy store = new MemoryPolicy();
        store.list(AccessList.BLACKLIST, LOGIN.text(), true)
                .toCompletableFuture()
                .join();
        Logger logger = (Logger) LoggerFactory.getLogger(PolicyServer.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (PolicyRig rig = new PolicyRig(PolicySettings.DEFAULT, store, Instant.EPOCH)) {
            for (int i = 0; i < 100; i++) {
                assertThat(rig.in(HERE).mayLogin(LOGIN)).isFalse();
            }
            assertThat(rig.count("policy.refused{blacklisted}")).isEqualTo(100);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().contains("black-listed login " + LOGIN))
                .hasSize(1);
    }

    @Test
    void theLastGoodListsStayWhileTheStoreIsAway() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            rig.store.list(AccessList.BLACKLIST, LOGIN.text(), true);
            rig.store.list(AccessList.WHITELIST, HERE, true);
            await().until(() -> rig.count("policy.blacklisted") == 1 && rig.count("policy.whitelisted") == 1);
            rig.store.away = true;
            await().until(() -> rig.count("policy.listUnread") >= 6);
            assertThat(rig.in(HERE).mayLogin(LOGIN)).isFalse();
            send(rig.in(HERE), LOW, 100);
            assertThat(rig.visit(HERE)).isPresent();
        }
    }

    @Test
    void anEntryThatIsNoneHarmsNoOther() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            rig.store.list(AccessList.WHITELIST, "not-an-address.example", true);
            rig.store.list(AccessList.WHITELIST, "2001:db8::5", true);
            rig.store.list(AccessList.BLACKLIST, "0x12", true);
            rig.store.list(AccessList.BLACKLIST, LOGIN.text(), true);
            await().until(() -> rig.count("policy.blacklisted") == 1 && rig.count("policy.whitelisted") == 1);
        }
    }

    @Test
    void aBlackListFileIsReadAgainAndItsLastGoodContentStays() throws Exception {
        Path file = dir.resolve("blacklist.json");
        Files.writeString(file, "[\"" + LOGIN + "\", \"0xnot\"]");
        PolicySettings settings = new PolicySettings(
                true,
                QUICK.banTime(),
                QUICK.invalidPercent(),
                30,
                5,
                QUICK.window(),
                QUICK.refresh(),
                List.of(),
                1,
                QUICK.limits(),
                10,
                Optional.of(file));
        try (PolicyRig rig = new PolicyRig(settings)) {
            assertThat(rig.in(HERE).mayLogin(LOGIN)).isFalse();
            assertThat(rig.in(HERE).mayLogin(OTHER)).isTrue();
            Files.writeString(file, "{\"wallets\": [\"" + LOGIN + "\", \"" + OTHER + "\"]}");
            await().until(() ->
                    !rig.in(HERE).mayLogin(OTHER) || rig.visit("192.0.2.5").isEmpty());
            Files.delete(file);
            await().until(() -> rig.count("policy.listUnread") > 0);
            assertThat(rig.in("192.0.2.9").mayLogin(LOGIN)).isFalse();
        }
    }

    private Path script(String body) throws Exception {
        Path script = dir.resolve("ban command.sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void theBanCommandGetsItsArgumentsWithoutAShell() throws Exception {
        Path out = dir.resolve("told");
        Path script = script("printf '%s\\n' \"$@\" > \"" + out + "\"");
        List<String> command =
                List.of(script.toString(), "add", "a b; rm -rf $HOME", "{origin}", "timeout", "{seconds}");
        try (PolicyRig rig = new PolicyRig(QUICK.withBanCommand(command))) {
            send(rig.in(HERE), LOW, 30);
            await().until(() -> rig.count("policy.command{done}") == 1);
            assertThat(Files.readAllLines(out)).containsExactly("add", "a b; rm -rf $HOME", HERE, "timeout", "1800");
        }
    }

    @Test
    void aBanCommandThatFailsOrHangsHoldsNothingUp() throws Exception {
        try (PolicyRig rig = new PolicyRig(QUICK.withBanCommand(List.of("/no/such/program", "{origin}")))) {
            send(rig.in(HERE), LOW, 30);
            assertThat(rig.visit(HERE)).isEmpty();
            await().until(() -> rig.count("policy.command{failed}") == 1);
        }
        Path script = script("exec sleep 60");
        try (PolicyRig rig = new PolicyRig(QUICK.withBanCommand(List.of(script.toString())))) {
            for (int i = 0; i < 100; i++) {
                send(rig.in("198.51.100." + i), LOW, 30);
                assertThat(rig.visit("198.51.100." + i)).isEmpty();
            }
            assertThat(rig.count("policy.command{dropped}")).isEqualTo(100 - 8 - 64);
            await().until(() -> rig.count("policy.command{timeout}") >= 8);
        }
    }
}
