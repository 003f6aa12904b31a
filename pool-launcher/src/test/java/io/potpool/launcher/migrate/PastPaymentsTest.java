package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.PoolStore;
import io.potpool.spi.StoreException;
import io.potpool.testkit.node.Fault;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payments of the past against a chain: a simulated node over HTTP and a real redis-server. */
class PastPaymentsTest {

    private static final long SECONDS = 1_700_000_000L;

    @TempDir
    Path dir;

    private RedisServer old;
    private OldChain chain;
    private PoolConfig config;

    @BeforeEach
    void start() throws Exception {
        old = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        chain = new OldChain();
        config = chain.config(dir);
        chain.mine(5);
        new OldPoolData(1, "eth").miners(20).writeTo(old);
    }

    @AfterEach
    void stop() {
        chain.close();
        old.close();
    }

    private ImportReport run(boolean dryRun, boolean acceptContradicted) throws IOException {
        ImportOptions options =
                new ImportOptions(true, acceptContradicted, ImportOptions.NEW_CLIENT, Duration.ZERO, List.of());
        return new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty()),
                        "eth",
                        dryRun,
                        false,
                        Optional.empty(),
                        options));
    }

    private void recorded(long seconds, String hash, int login, long shannon) throws IOException {
        old.send("ZADD", "eth:payments:all", "" + seconds, hash + ":" + OldPoolData.login(login) + ":" + shannon);
    }

    private static void assertHas(ImportReport report, String... words) {
        assertThat(report.body()).anySatisfy(line -> assertThat(line.strip()).contains(words));
    }

    @Test
    void everyPaymentIsHeldAgainstItsReceiptAndTheSumsAddUp() throws Exception {
        recorded(SECONDS, chain.pay(OldPoolData.login(1), 1_000_000), 1, 1_000_000);
        recorded(SECONDS + 1, chain.pay(OldPoolData.login(2), 999_600), 2, 1_000_000);
        String cheap = chain.pay(OldPoolData.login(3), 900_000);
        recorded(SECONDS + 2, cheap, 3, 1_000_000);
        String pruned = "0x" + "ab".repeat(32);
        recorded(SECONDS + 3, pruned, 4, 7);
        old.send("ZADD", "eth:payments:all", "" + SECONDS, "nothing");

        ImportReport dry = run(true, false);
        ImportReport real = run(false, false);

        assertThat(dry.faults()).isEmpty();
        assertThat(real.body()).isEqualTo(dry.body());
        assertHas(real, "payments looked up", "5, recorded 3000007 Shannon");
        assertHas(real, "2 verified by their receipts, recorded 2000000 Shannon");
        assertHas(real, "1 carried less than the amount less a known fee, recorded 1000000 Shannon");
        assertHas(real, cheap, "900000000000000 wei");
        assertHas(real, "1 are not known to the node, recorded 7 Shannon");
        assertHas(real, pruned, "7 Shannon to " + OldPoolData.login(4));
        assertHas(real, "1 have no transaction hash");
        assertHas(
                real,
                "on the chain 2899600000000000 wei, recorded for the same 3000000000000000 wei,"
                        + " difference 100400000000000 wei");
        assertThat(run(false, false).outcome()).contains("imported: 0 of");
    }

    @Test
    void receiptThatContradictsRefusesUntilItIsAccepted() throws Exception {
        String failed = chain.pay(OldChain.REVERTING.text(), 5);
        old.send("ZADD", "eth:payments:all", "" + SECONDS, failed + ":" + OldChain.REVERTING + ":5");
        String elsewhere = chain.pay(OldPoolData.login(7), 1_000);
        recorded(SECONDS + 1, elsewhere, 2, 1_000);
        String more = chain.pay(OldPoolData.login(3), 1_001);
        recorded(SECONDS + 2, more, 3, 1_000);
        recorded(SECONDS + 3, more, 3, 1_001);

        ImportReport refused = run(false, false);

        assertThat(refused.ok()).isFalse();
        assertThat(refused.faults())
                .anySatisfy(fault -> assertThat(fault).contains("failed on the chain", failed))
                .anySatisfy(fault -> assertThat(fault)
                        .contains("went to another recipient", elsewhere, "to " + OldPoolData.login(7)))
                .anySatisfy(fault -> assertThat(fault).contains("carried more than what was recorded", more))
                .anySatisfy(fault -> assertThat(fault).contains("a transaction that an earlier row has", more))
                .anySatisfy(fault -> assertThat(fault).contains("contradicts 4 recorded", "--accept-contradicted"));
        assertThat(Audits.run(config).accounts()).isEmpty();

        ImportReport accepted = run(false, true);

        assertThat(accepted.faults()).isEmpty();
        assertHas(accepted, "1 went to another recipient");
        assertThat(checks()).hasSize(4).anySatisfy(words -> assertThat(words).contains(elsewhere));
        assertThat(run(false, true).outcome()).contains("imported: 0 of");
        assertThat(checks()).hasSize(4);
    }

    private List<String> checks() throws IOException {
        List<String> words = new ArrayList<>();
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.history().each(record -> {
                if (record.kind().equals("payment-check")) {
                    words.add(record.fields().get("words"));
                }
            });
        }
        return words;
    }

    @Test
    void transactionThatIsInNoBlockIsNamedAndNoContradiction() throws Exception {
        recorded(SECONDS, chain.send(OldPoolData.login(1), 1_000), 1, 1_000);

        ImportReport report = run(false, false);

        assertThat(report.faults()).isEmpty();
        assertHas(report, "1 are in no block yet, recorded 1000 Shannon");
    }

    @Test
    void silenceOfTheNodeEndsTheAskingAndRefusesNothing() throws Exception {
        for (int i = 0; i < 120; i++) {
            recorded(SECONDS + i, String.format("0x%064x", i + 1L), 1, 10);
        }
        chain.node.failNext("eth_getTransactionReceipt", Fault.HTTP_500, 1_000);

        ImportReport report = run(false, false);

        assertThat(report.faults()).isEmpty();
        assertHas(report, "120 were not looked up, recorded 1200 Shannon: the node's answer to");
    }

    @Test
    void answerAboutAnotherTransactionCountsAsNone() throws Exception {
        String wanted = chain.pay(OldPoolData.login(1), 1_000);
        String other = chain.pay(OldPoolData.login(1), 1_000);
        recorded(SECONDS, wanted, 1, 1_000);
        String lie =
                chain.call("eth_getTransactionReceipt", "[\"" + other + "\"]").toString();
        chain.node.answerNext("eth_getTransactionReceipt", lie, 1_000);

        ImportReport report = run(true, false);

        assertThat(report.faults()).isEmpty();
        assertHas(report, "1 were not looked up", "an answer about " + other + ", not about " + wanted);
    }

    @Test
    void nodeOfAnotherChainIsNotAskedAndTheReportSaysSo() throws Exception {
        recorded(SECONDS, chain.pay(OldPoolData.login(1), 1_000), 1, 2_000);
        chain.node.answerNext("eth_chainId", "\"0x1\"", 100);

        ImportReport report = run(false, false);

        assertThat(report.faults()).isEmpty();
        assertHas(report, "payments of the past were not looked up", "chain id 1");
    }

    @Test
    void nodeOfAnotherChainWithTheSameIdIsNotAsked() throws Exception {
        recorded(SECONDS, chain.pay(OldPoolData.login(1), 1_000), 1, 1_000);
        Path file = config.file();
        String known = "0x" + "12".repeat(32);
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\\{", "{\"chain\": {\"checkpoints\": {\"2\": \"" + known + "\"}},"));
        config = new ConfigReader(Map.of()).read(file).config().orElseThrow();

        ImportReport report = run(false, false);

        assertThat(report.faults()).isEmpty();
        assertHas(report, "payments of the past were not looked up", "another chain than classic", "not " + known);
    }

    @Test
    void laterLookAsksOnlyForWhatIsNewOrWasNotMinedYet() throws Exception {
        String first = chain.pay(OldPoolData.login(1), 1_000);
        recorded(SECONDS, first, 1, 1_000);
        String waiting = chain.send(OldPoolData.login(2), 1_000);
        recorded(SECONDS + 1, waiting, 2, 1_000);
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        try (OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection());
                var search = chain.search()) {
            PastPayments payments = new PastPayments(search, Set.of(), line -> {});
            assertThat(payments.look(keys, "eth").count(PaymentFinding.UNMINED)).isEqualTo(1);
            chain.mine(1);
            String third = chain.pay(OldPoolData.login(3), 5);
            recorded(SECONDS + 2, third, 3, 5);
            assertThat(payments.look(keys, "eth").count(PaymentFinding.VERIFIED))
                    .isEqualTo(3);

            chain.node.failNext("eth_getTransactionReceipt", Fault.HTTP_500, 1_000);
            assertThat(payments.look(keys, "eth").count(PaymentFinding.VERIFIED))
                    .isEqualTo(3);
            chain.node.clearFaults();

            old.send("DEL", "eth:payments:all");
            recorded(SECONDS + 3, third, 3, 5);
            PaymentTally afresh = payments.look(keys, "eth");
            assertThat(afresh.count(PaymentFinding.VERIFIED)).isEqualTo(1);
            assertThat(afresh.contradicted()).isZero();
        }
    }

    @Test
    void paymentWhoseBlockIsReorganizedAwayIsNoLongerCountedAsVerified() throws Exception {
        String undone = chain.pay(OldPoolData.login(1), 1_000);
        recorded(SECONDS, undone, 1, 1_000);
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        try (OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection());
                var search = chain.search()) {
            PastPayments payments = new PastPayments(search, Set.of(), line -> {});
            assertThat(payments.look(keys, "eth").count(PaymentFinding.VERIFIED))
                    .isEqualTo(1);
            chain.node.injectCompetingBranch(1, 2, 1_000_000);
            chain.node.dropTransaction(Hash256.parse(undone));

            PaymentTally afresh = payments.look(keys, "eth");

            assertThat(afresh.count(PaymentFinding.VERIFIED)).isZero();
            assertThat(afresh.count(PaymentFinding.UNKNOWN)).isEqualTo(1);
        }
    }

    /** Reads as another does, until a row of a sorted set is to be handed over that it does not come to. */
    private static OldKeys breakingOffAt(OldKeys keys, int row) {
        return (OldKeys) Proxy.newProxyInstance(
                OldKeys.class.getClassLoader(), new Class<?>[] {OldKeys.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sorted") && arguments.length == 3) {
                        int[] rows = {0};
                        keys.sorted((String) arguments[0], (long) arguments[1], (score, member) -> {
                            rows[0]++;
                            if (rows[0] == row) {
                                throw new StoreException("the server is away");
                            }
                            @SuppressWarnings("unchecked")
                            BiConsumer<String, String> each = (BiConsumer<String, String>) arguments[2];
                            each.accept(score, member);
                        });
                        return null;
                    }
                    return method.invoke(keys, arguments);
                });
    }

    @Test
    void lookThatTheOldServerBreaksOffLeavesNoPaymentOut() throws Exception {
        String elsewhere = chain.pay(OldPoolData.login(7), 1_000);
        recorded(SECONDS, elsewhere, 1, 1_000);
        recorded(SECONDS + 1, chain.pay(OldPoolData.login(2), 1_000), 2, 1_000);
        recorded(SECONDS + 2, chain.pay(OldPoolData.login(3), 1_000), 3, 1_000);
        ImportSource source = ImportSource.parse("redis://127.0.0.1:" + old.port(), Optional.empty());
        try (OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection());
                var search = chain.search()) {
            PastPayments payments = new PastPayments(search, Set.of(), line -> {});
            assertThatThrownBy(() -> payments.look(breakingOffAt(keys, 3), "eth"))
                    .hasMessageContaining("the server is away");

            PaymentTally whole = payments.look(keys, "eth");

            assertThat(whole.count(PaymentFinding.OTHER_RECIPIENT)).isEqualTo(1);
            assertThat(whole.count(PaymentFinding.VERIFIED)).isEqualTo(2);
        }
    }
}
