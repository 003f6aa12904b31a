package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static io.potpool.redis.Stores.send;
import static io.potpool.redis.Stores.soundAudit;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.AT;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.spi.AuditReport;
import io.potpool.spi.FixedJob;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldingTest {

    private static final long HEIGHT = 100;

    private final AtomicReference<Instant> now = new AtomicReference<>(AT);
    private final JournalId journal = JournalId.random();
    private final RedisStore store =
            RedisStore.open(Stores.settings(Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix())
                    .withClock(now::get)
                    .withKeep(Duration.ofHours(6)));

    @AfterEach
    void close() {
        store.close();
    }

    private void fill() throws Exception {
        for (int i = 1; i <= 60; i++) {
            await(send(store, journal, i, i % 3 == 0 ? ALICE : BOB, HEIGHT, 3));
        }
        assertThat(await(store.shares().commit(SampleShares.batch(journal, 61, ALICE, HEIGHT, 1000, 2))))
                .containsOnly(ShareFate.LATE_DUPLICATE);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private void announce(long height) throws Exception {
        await(store.heights().announce(journal, height, 0));
    }

    private long size(String command, String key) {
        return Replies.number(store.caller().read(Call.of(command, key)));
    }

    private long keys() {
        return Replies.list(store.caller().read(Call.of("KEYS", store.keys().routing() + "*")))
                .size();
    }

    @Test
    void foldedSharesLeaveTheAuditAsItWas() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        AuditReport before = soundAudit(store);
        pass(Duration.ofHours(8));
        assertThat(store.tidy()).isFalse();
        awaitAuditPause();
        assertThat(store.tidy()).isTrue();
        assertThat(size("ZCARD", store.keys().hours())).isZero();
        assertThat(size("ZCARD", store.keys().headers())).isZero();
        assertThat(size("ZCARD", store.keys().headerHours())).isZero();
        assertThat(size(
                        "EXISTS",
                        store.keys().nonces(SampleShares.header(HEIGHT).toBytes())))
                .isZero();
        assertThat(size("HLEN", store.keys().sums(ALICE.text()))).isEqualTo(1);
        assertThat(soundAudit(store)).isEqualTo(before);
        await(send(store, journal, 62, ALICE, HEIGHT + 1000, 5));
        assertThat(soundAudit(store).totals().shares())
                .isEqualTo(before.totals().shares() + 5);
    }

    private void awaitAuditPause() {
        store.caller().read(Call.of("DEL", store.keys().auditing()));
    }

    private void tidy() {
        awaitAuditPause();
        assertThat(store.tidy()).isTrue();
    }

    @Test
    void sharesWithinTheTimeToKeepStay() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        pass(Duration.ofHours(5));
        tidy();
        assertThat(store.shares().keysFrom(HEIGHT)).hasSize(180);
        assertThat(size("ZCARD", store.keys().hours())).isEqualTo(1);
    }

    @Test
    void sharesOfTheWindowStayHoweverOld() throws Exception {
        fill();
        announce(HEIGHT + 20);
        pass(Duration.ofDays(365));
        tidy();
        assertThat(store.shares().keysFrom(HEIGHT)).hasSize(180);
        assertThat(soundAudit(store).totals().shares()).isEqualTo(180);
    }

    @Test
    void foldedBatchesStillAnswerTheirFatesAndNeverPayAgain() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        pass(Duration.ofHours(8));
        tidy();
        AuditReport before = soundAudit(store);
        assertThat(await(send(store, journal, 1, BOB, HEIGHT, 3))).containsOnly(ShareFate.CREDITED);
        assertThat(await(store.shares().commit(SampleShares.batch(journal, 61, ALICE, HEIGHT, 1000, 2))))
                .containsOnly(ShareFate.LATE_DUPLICATE);
        store.caller().read(Call.of("DEL", store.keys().fates(journal)));
        assertThat(await(send(store, journal, 1, BOB, HEIGHT, 3))).containsOnly(ShareFate.LATE_DUPLICATE);
        assertThat(soundAudit(store)).isEqualTo(before);
    }

    @Test
    void hourlySumsFoldIntoDailyOnesAndThoseIntoOne() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        AuditReport before = soundAudit(store);
        pass(Duration.ofDays(4));
        tidy();
        assertThat(fieldsOf(ALICE.text())).hasSize(1).allMatch(field -> field.startsWith("d"));
        assertThat(soundAudit(store)).isEqualTo(before);
        pass(Duration.ofDays(40));
        tidy();
        assertThat(fieldsOf(ALICE.text())).containsExactly("t");
        assertThat(soundAudit(store)).isEqualTo(before);
    }

    private List<String> fieldsOf(String account) {
        return Replies.list(store.caller().read(Call.of("HKEYS", store.keys().sums(account)))).stream()
                .map(Replies::text)
                .toList();
    }

    @Test
    void twoInstancesMayFoldAtOnce() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        AuditReport before = soundAudit(store);
        pass(Duration.ofHours(8));
        awaitAuditPause();
        Thread other = new Thread(store::tidy);
        other.start();
        store.tidy();
        other.join();
        tidy();
        assertThat(soundAudit(store)).isEqualTo(before);
        assertThat(size("ZCARD", store.keys().hours())).isZero();
    }

    @Test
    void termsAndJobsThatDecideNoHeightAreDropped() throws Exception {
        TermsChange old = new TermsChange.Defaults(new Terms(Difficulty.of(1), SampleShares.POT));
        TermsChange end = new TermsChange.End(NoncePrefix.parse("0102"));
        TermsChange fresh = new TermsChange.Defaults(new Terms(Difficulty.of(2), SampleShares.POT));
        NoncePrefix held = NoncePrefix.parse("0103");
        TermsChange lease = new TermsChange.Lease(held, ALICE, LeaseTerms.DEFAULT);
        for (TermsChange change : List.of(old, end, fresh, lease)) {
            await(store.terms().append(journal, change, () -> HEIGHT));
        }
        await(store.heights().fix(new FixedJob(new Hash256(1, 2, 3, 4), HEIGHT, Difficulty.of(5))));
        announce(HEIGHT + 1000);
        tidy();
        assertThat(store.terms().load(HEIGHT + 500)).extracting("change").containsExactly(fresh, lease);
        assertThat(size("HLEN", store.keys().terms())).isEqualTo(2);
        assertThat(size("HLEN", store.keys().jobs())).isZero();
    }

    @Test
    void whatIsLeftOfALongGoneDayIsTheLedgerAlone() throws Exception {
        fill();
        announce(HEIGHT + 1000);
        pass(Duration.ofDays(60));
        tidy();
        // meta, marks, folded, fates, accounts with three balances and three sums, state
        assertThat(keys()).isLessThanOrEqualTo(12);
    }
}
