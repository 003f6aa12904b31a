package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static io.potpool.redis.Stores.send;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.AT;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.redis.RedisRepair.Outcome;
import io.potpool.redis.RedisRepair.Result;
import io.potpool.spi.JournalId;
import io.potpool.spi.Posting;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that a stranger or a fault has altered, and their repair. */
class RepairTest {

    private final JournalId journal = JournalId.random();
    private final RedisSettings settings =
            Stores.settings(Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix());
    private final RedisStore store = RedisStore.open(settings);
    private final Keys keys = store.keys();
    private final long hour = AT.toEpochMilli() / 3_600_000;

    @BeforeEach
    void fill() throws Exception {
        await(send(store, journal, 1, ALICE, 100, 4));
        await(send(store, journal, 2, BOB, 101, 4));
        List<Entry> entries =
                Entry.transfer(new Account("pool:opening"), Account.of(ALICE), Wei.parse("123456789012345678901"));
        await(store.ledger().post(new Posting("opening-1", "opening", AT, "", entries)));
        Stores.soundAudit(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void alter(String command, Object... arguments) {
        assertThat(store.caller().ask(Call.of(command, arguments))).isNotInstanceOf(ErrorReply.class);
    }

    private Result repair(Account account, boolean change) {
        return RedisRepair.of(settings).run(account, SampleShares.schemes(), change);
    }

    private String kept(Account account, String field) {
        return Replies.textOrNull(store.caller().read(Call.of("HGET", keys.account(account.name()), field)));
    }

    private List<String> faults() {
        return store.audit().run(SampleShares.schemes()).faults();
    }

    private void assertRefused(CompletionStage<List<ShareFate>> answer, String why) {
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreException.class)
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"g,x", "g,'12 '", "g,-", "w,-1", "w,1e3", "n,1.5", "n,''", "g,99999999999999999999"})
    void aBalanceThatIsNoNumberStopsItsBatchesUntilItIsRepairedFromTheRows(String field, String nonsense)
            throws Exception {
        Account alice = Account.of(ALICE);
        String right = kept(alice, field);
        alter("HSET", keys.account(ALICE.text()), field, nonsense);
        assertRefused(send(store, journal, 3, ALICE, 100, 1), "repair-account " + ALICE.text());

        assertThat(repair(alice, false).outcome()).isEqualTo(Outcome.DIFFERS);
        assertThat(kept(alice, field)).isEqualTo(nonsense);
        Result repaired = repair(alice, true);
        assertThat(repaired.outcome()).isEqualTo(Outcome.REPAIRED);
        assertThat(repaired.was()).contains("\"" + nonsense + "\"");
        assertThat(repaired.shares()).isEqualTo(4);
        assertThat(kept(alice, field)).isEqualTo(right);
        Stores.soundAudit(store);
        assertThat(await(send(store, journal, 3, ALICE, 100, 1))).containsExactly(ShareFate.CREDITED);
        Stores.soundAudit(store);
        assertThat(repair(alice, true).outcome()).isEqualTo(Outcome.SOUND);
        String note = Replies.text(store.caller().read(Call.of("HGET", keys.repairs(), 1)));
        assertThat(note).contains(ALICE.text(), nonsense);
        assertThat(store.caller().read(Call.of("HLEN", keys.repairs()))).isEqualTo(1L);
    }

    /** The server cannot count with it, which must not show after the first write. */
    @Test
    void aBalanceBeyondWhatTheServerCountsWithIsDamagedWhateverIsAddedToIt() throws Exception {
        alter("HSET", keys.account(ALICE.text()), "g", "9999999999999999999");
        List<Entry> entries =
                Entry.transfer(Account.of(ALICE), new Account("pool:opening"), Wei.parse("1" + "0".repeat(18 + 9)));
        assertThat(store.ledger().post(new Posting("fee-1", "fee", AT, "", entries)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("repair-account " + ALICE.text());
        assertThat(repair(Account.of(ALICE), true).outcome()).isEqualTo(Outcome.REPAIRED);
        Stores.soundAudit(store);
    }

    @Test
    void bytesThatAreNoTextAreRepairedToo() {
        alter("HSET", keys.account(BOB.text()), "g", new byte[] {(byte) 0xff, 0, (byte) 0x80});
        assertThat(repair(Account.of(BOB), true).outcome()).isEqualTo(Outcome.REPAIRED);
        Stores.soundAudit(store);
    }

    @Test
    void theContraAccountOfAllSharesIsRepairedToo() throws Exception {
        alter("HSET", keys.account("pool:shares"), "g", "?");
        assertRefused(send(store, journal, 3, BOB, 100, 1), "DAMAGED");
        assertThat(repair(Account.SHARES, true).balance().value()).isNegative();
        assertThat(await(send(store, journal, 3, BOB, 100, 1))).containsExactly(ShareFate.CREDITED);
        Stores.soundAudit(store);
    }

    @Test
    void aWrongNumberALostAccountAndALostNameAreSetToWhatTheRowsSay() {
        alter("HINCRBY", keys.account(ALICE.text()), "g", 1);
        assertThat(repair(Account.of(ALICE), true).outcome()).isEqualTo(Outcome.REPAIRED);
        Stores.soundAudit(store);
        alter("DEL", keys.account(BOB.text()));
        alter("SREM", keys.accounts(), BOB.text());
        assertThat(faults()).isNotEmpty();
        assertThat(repair(Account.of(BOB), true).outcome()).isEqualTo(Outcome.REPAIRED);
        Stores.soundAudit(store);
    }

    @Test
    void twoDamagedAccountsAreRepairedOneAfterTheOther() {
        alter("HSET", keys.account(ALICE.text()), "g", "x");
        alter("HSET", keys.account(BOB.text()), "w", "x");
        assertThat(repair(Account.of(ALICE), true).outcome()).isEqualTo(Outcome.REPAIRED);
        assertThat(faults()).isNotEmpty().allMatch(fault -> fault.contains(BOB.text()));
        assertThat(repair(Account.of(BOB), true).outcome()).isEqualTo(Outcome.REPAIRED);
        Stores.soundAudit(store);
    }

    @Test
    void foldedSumsAreRowsToo() throws Exception {
        BigInteger before = repair(Account.of(ALICE), false).balance().value();
        store.close();
        RedisSettings later = settings.withClock(() -> AT.plus(Duration.ofDays(3)));
        try (RedisStore second = RedisStore.open(later)) {
            await(second.heights().announce(journal, 1000, 0));
            second.caller().read(Call.of("DEL", keys.auditing()));
            assertThat(second.tidy()).isTrue();
            assertThat(second.caller().read(Call.of("EXISTS", keys.sums(ALICE.text()))))
                    .isEqualTo(1L);
            second.caller().ask(Call.of("HSET", keys.account(ALICE.text()), "g", "x"));
            Result repaired = repair(Account.of(ALICE), true);
            assertThat(repaired.outcome()).isEqualTo(Outcome.REPAIRED);
            assertThat(repaired.balance().value()).isEqualTo(before);
            Stores.soundAudit(second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch lost", "batch damaged", "sum", "posting lost", "posting damaged", "mark"})
    void nothingIsChangedWhereTheRowsProveNothing(String damage) {
        alter("HSET", keys.account(ALICE.text()), "g", "x");
        switch (damage) {
            case "batch lost" -> alter("HDEL", keys.batches(hour), 2);
            case "batch damaged" -> alter("HSET", keys.batches(hour), 2, "nonsense");
            case "sum" -> alter("HSET", keys.sums(ALICE.text()), "h1", "5 0");
            case "posting lost" -> alter("HDEL", keys.postings(), 1);
            case "posting damaged" -> alter("HSET", keys.postings(), 1, "nonsense");
            default -> alter("HINCRBY", keys.marks(), journal, 1);
        }
        Result refused = repair(Account.of(ALICE), true);
        assertThat(refused.outcome()).isEqualTo(Outcome.UNPROVEN);
        assertThat(refused.faults()).isNotEmpty();
        assertThat(kept(Account.of(ALICE), "g")).isEqualTo("x");
        assertThat(store.caller().read(Call.of("EXISTS", keys.repairs()))).isEqualTo(0L);
    }

    /** Rows beyond a count that went back are there all the same: an account without them would be set to too little. */
    @ParameterizedTest
    @ValueSource(strings = {"batches", "postings"})
    void nothingIsChangedWhereTheStoreCountsFewerRowsThanItHas(String count) {
        String right = kept(Account.of(ALICE), "g");
        alter("HSET", keys.meta(), count, 0);
        Result refused = repair(Account.of(ALICE), true);
        assertThat(refused.outcome()).isEqualTo(Outcome.UNPROVEN);
        assertThat(refused.faults()).singleElement().asString().contains("the store counts 0");
        assertThat(kept(Account.of(ALICE), "g")).isEqualTo(right);
        assertThat(faults()).anyMatch(fault -> fault.contains("the store counts 0"));
    }

    @Test
    void sharesThatCannotBeRecomputedProveNothing() {
        alter("HSET", keys.account(ALICE.text()), "g", "x");
        Result refused = RedisRepair.of(settings).run(Account.of(ALICE), id -> Optional.empty(), true);
        assertThat(refused.outcome()).isEqualTo(Outcome.UNPROVEN);
        assertThat(refused.faults()).singleElement().asString().contains("not recomputed");
    }

    @Test
    void batchesThatNeverCameAreInNeitherRowsNorBalances() throws Exception {
        await(store.shares().missing(journal, 3));
        alter("HSET", keys.account(ALICE.text()), "g", "x");
        assertThat(repair(Account.of(ALICE), true).outcome()).isEqualTo(Outcome.REPAIRED);
        assertThat(faults()).singleElement().asString().startsWith("gap");
    }

    @Test
    void anAccountOfNobodyIsNotMade() {
        Account nobody = new Account("0x" + "7".repeat(40));
        assertThatThrownBy(() -> repair(nobody, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no account");
        assertThat(store.caller().read(Call.of("EXISTS", keys.account(nobody.name()))))
                .isEqualTo(0L);
    }

    @Test
    void whileThePoolWritesNothingIsLost() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong last = new AtomicLong(2);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                long sequence = last.incrementAndGet();
                send(store, journal, sequence, sequence % 3 == 0 ? BOB : ALICE, 100, 3)
                        .toCompletableFuture()
                        .join();
            }
        });
        try {
            for (int round = 0; round < 10 || last.get() < 20; round++) {
                alter("HINCRBY", keys.account(ALICE.text()), "g", 7);
                assertThat(repair(Account.of(ALICE), true).outcome()).isEqualTo(Outcome.REPAIRED);
            }
        } finally {
            done.set(true);
        }
        writing.get(20, TimeUnit.SECONDS);
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(8 + (last.get() - 2) * 3);
    }
}
