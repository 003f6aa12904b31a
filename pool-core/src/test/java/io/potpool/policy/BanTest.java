package io.potpool.policy;

import static io.potpool.policy.PolicyRig.GOOD;
import static io.potpool.policy.PolicyRig.LOW;
import static io.potpool.policy.PolicyRig.QUICK;
import static io.potpool.policy.PolicyRig.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Origin;
import io.potpool.shares.ShareOutcome;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanTest {

    private static final String HERE = "192.0.2.1";
    private static final Origin ORIGIN = Origin.parse(HERE);

    private final PolicyRig rig = new PolicyRig(QUICK);

    private boolean banned(String address) {
        return rig.visit(address).isEmpty();
    }

    /** 30 percent of all is 9 in 30; of the good ones it would be 7 in 30. */
    @ParameterizedTest
    @CsvSource({
        "21, 8, false",
        "22, 8, false",
        "21, 9, true",
        "22, 9, false",
        "23, 10, true",
        "0, 29, false",
        "0, 30, true"
    })
    void theRatioIsOfInvalidToAllShares(int good, int invalid, boolean expected) {
        Visit visit = rig.in(HERE);
        send(visit, GOOD, good);
        send(visit, LOW, invalid);

        assertThat(banned(HERE)).isEqualTo(expected);
        assertThat(rig.evicted).hasValue(expected ? 1 : 0);
    }

    @Test
    void nothingThatHappensToHonestMinersCounts() {
        Visit visit = rig.in(HERE);
        for (ShareOutcome harmless : List.of(
                new ShareOutcome.Duplicate(),
                new ShareOutcome.Stale(3, false),
                new ShareOutcome.Stale(3, true),
                new ShareOutcome.UnknownJob(),
                new ShareOutcome.LowDifficulty(true),
                new ShareOutcome.Overloaded(),
                new ShareOutcome.NotRecorded(),
                new ShareOutcome.NotReady())) {
            send(visit, harmless, 1000);
        }
        send(visit, LOW, 29);

        assertThat(banned(HERE)).isFalse();
        assertThat(rig.evicted).hasValue(0);
    }

    @Test
    void aShareThatSolvesABlockThatItsNodeRejectsIsAGoodOne() {
        Visit visit = rig.in(HERE);
        send(
                visit,
                new ShareOutcome.Accepted(io.potpool.domain.Wei.of(1), io.potpool.domain.Difficulty.of(9), 0, true),
                30);
        send(visit, LOW, 12);
        assertThat(banned(HERE)).isFalse();
        send(visit, LOW);
        assertThat(banned(HERE)).isTrue();
    }

    @Test
    void aBanClosesAllSessionsOfItsAddressAndNoOthers() {
        rig.in("192.0.2.2");
        rig.in(HERE);
        Visit visit = rig.in(HERE);
        Visit over = rig.in(HERE);
        over.end();
        send(visit, LOW, 30);

        assertThat(rig.evicted).hasValue(2);
        assertThat(banned("192.0.2.2")).isFalse();
        assertThat(rig.count("policy.bans{invalid}")).isEqualTo(1);
        assertThat(rig.count("policy.refused{banned}")).isZero();
        assertThat(banned(HERE)).isTrue();
        assertThat(rig.count("policy.refused{banned}")).isEqualTo(1);
    }

    @Test
    void aBanEndsOnTimeWithACleanScore() {
        send(rig.in(HERE), LOW, 30);
        rig.pass(Duration.ofMinutes(30).minusMillis(1));
        assertThat(banned(HERE)).isTrue();
        rig.pass(Duration.ofMillis(1));
        Visit back = rig.in(HERE);
        send(back, LOW, 29);
        assertThat(banned(HERE)).isFalse();
    }

    @Test
    void aBanSurvivesARestartAndEndsAtTheSameTime() {
        send(rig.in(HERE), LOW, 30);
        await().until(() -> !rig.store.bans(rig.now()).isEmpty());
        rig.close();
        try (PolicyRig again = new PolicyRig(QUICK, rig.store, rig.now().plusSeconds(1799))) {
            assertThat(again.visit(HERE)).isEmpty();
            assertThat(again.visit("192.0.2.2")).isPresent();
            again.pass(Duration.ofSeconds(1));
            assertThat(again.visit(HERE)).isPresent();
        }
    }

    @Test
    void aBanThatTheStoreDidNotTakeHoldsAndIsRecordedWhenItCan() {
        rig.store.away = true;
        send(rig.in(HERE), LOW, 30);
        await().until(() -> rig.count("policy.banUnrecorded") > 0);
        assertThat(banned(HERE)).isTrue();
        rig.store.away = false;
        await().until(() -> !rig.store.bans(rig.now()).isEmpty());
    }

    @Test
    void whatTheOperatorChangesInTheStoreIsTakenOver() {
        Visit visit = rig.in(HERE);
        rig.store.ban(new Ban(ORIGIN, rig.now().plusSeconds(60), "by hand"));
        await().until(() -> rig.evicted.get() == 1);
        assertThat(banned(HERE)).isTrue();
        visit.end();
        rig.store.lift(ORIGIN);
        await().until(() -> !banned(HERE));
    }

    @Test
    void scoresFadeWithTheWindow() {
        Visit visit = rig.in(HERE);
        send(visit, LOW, 29);
        rig.pass(Duration.ofHours(1).plusMinutes(10));
        send(visit, LOW, 29);
        assertThat(banned(HERE)).isFalse();
        rig.pass(Duration.ofMinutes(40));
        send(visit, LOW);
        assertThat(banned(HERE)).isTrue();
    }

    @Test
    void malformedRequestsBanAtTheirLimitWhichGoodSharesRaise() {
        Visit visit = rig.in(HERE);
        for (int i = 0; i < 4; i++) {
            visit.offends(Offence.MALFORMED);
        }
        assertThat(banned(HERE)).isFalse();
        visit.offends(Offence.UNKNOWN_METHOD);
        assertThat(banned(HERE)).isTrue();
        assertThat(rig.count("policy.bans{malformed}")).isEqualTo(1);
        assertThat(rig.count("policy.offence{malformed}")).isEqualTo(4);

        Visit farm = rig.in("192.0.2.9");
        send(farm, GOOD, 100);
        for (int i = 0; i < 9; i++) {
            farm.offends(Offence.MALFORMED);
        }
        assertThat(banned("192.0.2.9")).isFalse();
        farm.offends(Offence.MALFORMED);
        assertThat(banned("192.0.2.9")).isTrue();
    }

    @Test
    void theSameHabitOfEveryRigBansNoFarm() {
        List<Visit> farm = java.util.stream.IntStream.range(0, 25)
                .mapToObj(i -> rig.in(HERE))
                .toList();
        farm.forEach(visit -> assertThat(visit.mayLogin(PolicyRig.LOGIN)).isTrue());
        for (int strikes = 0; strikes < 2; strikes++) {
            farm.forEach(visit -> visit.offends(Offence.UNKNOWN_METHOD));
        }
        assertThat(banned(HERE)).isFalse();
        for (int i = 0; i < 3; i++) {
            farm.get(0).offends(Offence.MALFORMED);
        }
        assertThat(banned(HERE)).isTrue();
    }

    @Test
    void ipv6IsPolicedByThe64AndAnIpv4AddressWithinItAsIpv4() {
        send(rig.in("2001:db8:0:1::7"), LOW, 15);
        send(rig.in("2001:db8:0:1:ffff::8"), LOW, 15);
        assertThat(banned("2001:db8:0:1::9")).isTrue();
        assertThat(banned("2001:db8:0:2::9")).isFalse();
        send(rig.in("::ffff:192.0.2.7"), LOW, 30);
        assertThat(banned("192.0.2.7")).isTrue();
        assertThat(Origin.parse("2001:db8:0:1::/64")).isEqualTo(Origin.parse("2001:db8:0:1::7"));
        assertThat(Origin.parse("2001:db8:0:1::7")).hasToString("2001:db8:0:1::/64");
    }

    @Test
    void withoutBanningScoresAreKeptAndNobodyIsClosed() {
        try (PolicyRig mild = new PolicyRig(QUICK.withBanning(false))) {
            Visit visit = mild.in(HERE);
            send(visit, LOW, 1000);
            assertThat(mild.visit(HERE)).isPresent();
            assertThat(mild.evicted).hasValue(0);
            assertThat(mild.count("policy.offence{low-share}")).isEqualTo(1000);
        }
    }

    @Test
    void whoIsWhiteListedIsNeitherBannedNorLimited() {
        rig.store.list(AccessList.WHITELIST, HERE, true);
        await().until(() -> rig.count("policy.whitelisted") == 1);
        for (int i = 0; i < 100; i++) {
            send(rig.in(HERE), LOW, 30);
        }
        assertThat(banned(HERE)).isFalse();
        assertThat(rig.evicted).hasValue(0);
    }
}
