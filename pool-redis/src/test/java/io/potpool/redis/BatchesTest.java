package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static io.potpool.redis.Stores.send;
import static io.potpool.redis.Stores.soundAudit;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static io.potpool.testkit.contract.SampleShares.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final JournalId journal = JournalId.random();
    private final RedisStore store =
            RedisStore.open(Stores.settings(Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix()));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void batchesThatWaitTogetherKeepTheirOrderThoughManyHaveDuplicates() throws Exception {
        await(send(store, JournalId.random(), 1, BOB, 100, 500));
        List<CompletionStage<List<ShareFate>>> stages = new ArrayList<>();
        for (int sequence = 1; sequence <= 40; sequence++) {
            // the first 500 nonces are known; each batch but every fifth begins with one of them
            long known = sequence % 5 == 0 ? 5000 + sequence : 1000 + sequence;
            stages.add(store.shares()
                    .commit(new CreditBatch(
                            journal, sequence, List.of(share(ALICE, 100, known), share(ALICE, 100, 9000 + sequence)))));
        }
        for (int i = 0; i < stages.size(); i++) {
            ShareFate first = (i + 1) % 5 == 0 ? ShareFate.CREDITED : ShareFate.LATE_DUPLICATE;
            assertThat(await(stages.get(i))).containsExactly(first, ShareFate.CREDITED);
        }
        assertThat(soundAudit(store).totals().shares()).isEqualTo(500 + 40 + 8);
    }

    @Test
    void aNonceTwiceInOneBatchIsCreditedOnce() throws Exception {
        CreditBatch twice =
                new CreditBatch(journal, 1, List.of(share(ALICE, 100, 7), share(BOB, 100, 7), share(BOB, 100, 8)));
        List<ShareFate> fates = List.of(ShareFate.CREDITED, ShareFate.LATE_DUPLICATE, ShareFate.CREDITED);
        assertThat(await(store.shares().commit(twice))).isEqualTo(fates);
        assertThat(await(store.shares().commit(twice))).isEqualTo(fates);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(2);
    }

    @Test
    void theServerSaysWhichSharesOfSeveralHeadersItHas() throws Exception {
        CreditBatch known = new CreditBatch(journal, 1, List.of(share(BOB, 101, 5), share(BOB, 102, 7)));
        assertThat(await(store.shares().commit(known))).containsOnly(ShareFate.CREDITED);
        CreditBatch mixed = new CreditBatch(
                journal,
                2,
                List.of(
                        share(ALICE, 100, 1),
                        share(ALICE, 102, 7),
                        share(ALICE, 101, 5),
                        share(ALICE, 100, 1),
                        share(ALICE, 101, 6),
                        share(ALICE, 102, 8)));
        List<ShareFate> fates = List.of(
                ShareFate.CREDITED,
                ShareFate.LATE_DUPLICATE,
                ShareFate.LATE_DUPLICATE,
                ShareFate.LATE_DUPLICATE,
                ShareFate.CREDITED,
                ShareFate.CREDITED);
        assertThat(await(store.shares().commit(mixed))).isEqualTo(fates);
        assertThat(await(store.shares().commit(mixed))).isEqualTo(fates);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(5);
    }

    @Test
    void aBatchOfOneShareIsToldFromOneOfOneDuplicate() throws Exception {
        CreditBatch one = new CreditBatch(journal, 1, List.of(share(ALICE, 100, 7)));
        CreditBatch again = new CreditBatch(journal, 2, List.of(share(BOB, 100, 7)));
        for (int i = 0; i < 2; i++) {
            assertThat(await(store.shares().commit(one))).containsExactly(ShareFate.CREDITED);
            assertThat(await(store.shares().commit(again))).containsExactly(ShareFate.LATE_DUPLICATE);
        }
    }

    @Test
    void anAmountBeyondAllBoundsFailsTheWholeBatchBeforeAnythingIsWritten() throws Exception {
        Wei huge = Wei.parse("1" + "0".repeat(28));
        CreditBatch tooMuch =
                new CreditBatch(journal, 1, List.of(share(BOB, 100, 1), SampleShares.worth(huge, ALICE, 100, 2)));
        assertThatThrownBy(() -> await(store.shares().commit(tooMuch)))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("beyond all bounds");
        assertThat(soundAudit(store).totals().shares()).isZero();
        assertThat(store.shares().keysFrom(0)).isEmpty();
        assertThat(await(send(store, journal, 1, ALICE, 100, 3))).containsOnly(ShareFate.CREDITED);
    }

    @Test
    void balancesAreExactUpToTheBoundAndRefusedWholeBeyondIt() throws Exception {
        Wei most = Wei.parse("9".repeat(27));
        for (int i = 1; i <= 9; i++) {
            await(store.shares().commit(new CreditBatch(journal, i, List.of(SampleShares.worth(most, ALICE, 100, i)))));
        }
        Wei sum = new Wei(most.value().multiply(BigInteger.valueOf(9)));
        assertThat(soundAudit(store).accounts().get(ALICE).balance()).isEqualTo(sum);
        CreditBatch more = new CreditBatch(journal, 10, List.of(SampleShares.worth(most, BOB, 100, 10)));
        assertThatThrownBy(() -> await(store.shares().commit(more)))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("beyond all bounds");
        assertThat(soundAudit(store).totals().credited()).isEqualTo(sum);
        assertThat(await(send(store, journal, 10, BOB, 100, 1))).containsOnly(ShareFate.CREDITED);
    }

    @Test
    void aKeyOfAnotherTypeFailsTheWholeBatchBeforeAnythingIsWritten() throws Exception {
        Keys keys = store.keys();
        for (String key : List.of(keys.hours(), keys.accounts(), keys.headers(), keys.account("pool:shares"))) {
            store.caller().read(Call.of("SET", key, "x"));
            assertThatThrownBy(() -> await(send(store, journal, 1, ALICE, 100, 3)))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("WRONGTYPE");
            assertThat(store.caller().read(Call.of("EXISTS", keys.marks()))).isEqualTo(0L);
            store.caller().read(Call.of("DEL", key));
        }
    }

    @Test
    void aNumberThatIsNotAsThisStoreWritesItFailsTheWholeBatchBeforeAnythingIsWritten() throws Exception {
        Keys keys = store.keys();
        await(send(store, journal, 1, ALICE, 100, 3));
        String account = keys.account(ALICE.text());
        for (String[] damage : new String[][] {
            {account, "g", "00000000000000000007"},
            {account, "g", "0000000000000007"},
            {account, "g", "-0"},
            {account, "w", "1e3"},
            {account, "w", "1000000000"},
            {account, "n", "nan"},
            {keys.meta(), "batches", "99999999999999999999"},
            {keys.meta(), "batches", "01"}
        }) {
            Object sound = store.caller().read(Call.of("HGET", damage[0], damage[1]));
            store.caller().read(Call.of("HSET", damage[0], damage[1], damage[2]));
            assertThatThrownBy(() -> await(send(store, journal, 2, ALICE, 100, 3)))
                    .as(String.join(" ", damage))
                    .hasCauseInstanceOf(StoreException.class);
            assertThat(Replies.text(store.caller().read(Call.of("HGET", keys.marks(), journal))))
                    .as(String.join(" ", damage))
                    .isEqualTo("1");
            store.caller().read(Call.of("HSET", damage[0], damage[1], Replies.bytes(sound)));
            assertThat(soundAudit(store).totals().shares()).isEqualTo(3);
        }
        assertThat(await(send(store, journal, 2, ALICE, 100, 3))).containsOnly(ShareFate.CREDITED);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(6);
    }

    @Test
    void scriptsThatTheServerHasForgottenAreSentAgain() throws Exception {
        await(send(store, journal, 1, ALICE, 100, 3));
        store.caller().read(Call.of("SCRIPT", "FLUSH"));
        assertThat(await(send(store, journal, 2, ALICE, 100, 3))).containsOnly(ShareFate.CREDITED);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(6);
    }

    @Test
    void aBatchOfManyThousandSharesPassesAsOne() throws Exception {
        assertThat(await(send(store, journal, 1, ALICE, 100, 9000))).containsOnly(ShareFate.CREDITED);
        assertThat(await(send(store, JournalId.random(), 1, BOB, 100, 9000))).containsOnly(ShareFate.LATE_DUPLICATE);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(9000);
    }

    @Test
    void outcomesOfTheLastThousandBatchesAreKept() throws Exception {
        List<CompletionStage<List<ShareFate>>> stages = new ArrayList<>();
        for (int sequence = 1; sequence <= 1002; sequence++) {
            stages.add(send(store, journal, sequence, ALICE, 100, 1));
            if (sequence % 500 == 0) {
                await(stages.get(sequence - 1));
            }
        }
        await(stages.get(1001));
        assertThat(await(send(store, journal, 3, ALICE, 100, 1))).containsOnly(ShareFate.CREDITED);
        assertThat(await(send(store, journal, 2, ALICE, 100, 1)))
                .isEqualTo(Collections.nCopies(1, ShareFate.LATE_DUPLICATE));
        assertThat(store.caller().read(Call.of("HLEN", store.keys().fates(journal))))
                .isEqualTo(1000L);
    }
}
