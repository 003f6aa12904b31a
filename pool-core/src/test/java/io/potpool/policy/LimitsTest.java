package io.potpool.policy;

import static io.potpool.policy.PolicyRig.GOOD;
import static io.potpool.policy.PolicyRig.LOW;
import static io.potpool.policy.PolicyRig.QUICK;
import static io.potpool.policy.PolicyRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.policy.PolicySettings.Limits;
import io.potpool.spi.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final String HERE = "192.0.2.1";

    private static int admitted(PolicyRig rig, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            Optional<Visit> visit = rig.visit(HERE);
            visit.ifPresent(Visit::end);
            admitted += visit.isPresent() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBucketOfConnectionsRefillsWhileItIsUsed() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            assertThat(admitted(rig, 100)).isEqualTo(30);
            assertThat(rig.count("policy.refused{rate}")).isEqualTo(70);
            int later = 0;
            for (int second = 0; second < 20; second++) {
                rig.pass(Duration.ofMillis(500));
                later += admitted(rig, 10);
                rig.pass(Duration.ofMillis(500));
                later += admitted(rig, 10);
            }
            assertThat(later).isBetween(59, 61);
            rig.pass(Duration.ofHours(1));
            assertThat(admitted(rig, 100)).isEqualTo(30);
        }
    }

    @Test
    void anotherAddressHasABucketOfItsOwn() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            admitted(rig, 100);
            assertThat(rig.visit("192.0.2.2")).isPresent();
        }
    }

    @Test
    void goodSharesMakeRoomAndOneRequestConnectionsCostNone() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Visit farm = rig.in(HERE);
            send(farm, GOOD, 7);
            assertThat(admitted(rig, 1000)).isEqualTo(29 + 70);
            rig.pass(Duration.ofMinutes(1));
            for (int i = 0; i < 1000; i++) {
                Visit request = rig.in(HERE);
                request.isOneRequest();
                request.isOneRequest();
                request.end();
            }
        }
    }

    @Test
    void withinTheGraceNothingIsRefused() {
        Limits limits = new Limits(2, Duration.ofSeconds(10), 0, Duration.ofMinutes(5));
        try (PolicyRig rig = new PolicyRig(PolicySettings.DEFAULT.withLimits(Optional.of(limits), 10_000))) {
            assertThat(admitted(rig, 1000)).isEqualTo(1000);
            rig.pass(Duration.ofMinutes(5));
            assertThat(admitted(rig, 1000)).isEqualTo(2);
        }
    }

    @Test
    void oneAddressHoldsItsCapAndMakesRoomByLeaving() {
        try (PolicyRig rig = new PolicyRig(QUICK.withLimits(Optional.empty(), 3))) {
            List<Visit> three = new ArrayList<>(List.of(rig.in(HERE), rig.in(HERE), rig.in(HERE)));
            assertThat(rig.visit(HERE)).isEmpty();
            assertThat(rig.count("policy.refused{per-address}")).isEqualTo(1);
            assertThat(rig.visit("192.0.2.2")).isPresent();
            three.get(0).end();
            three.get(0).end();
            assertThat(rig.visit(HERE)).isPresent();
            assertThat(rig.visit(HERE)).isEmpty();
        }
    }

    @Test
    void fewUnprovenSharesOfAnAddressAreUnderWayAtOnceAndProvenSessionsPassBesideThem() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Visit honest = rig.in(HERE);
            send(honest, GOOD, 2);
            List<Visit> flood = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                flood.add(rig.in(HERE));
            }
            int passed = 0;
            for (int i = 0; i < 1000; i++) {
                passed += flood.get(i % 20).maySubmit() ? 1 : 0;
            }
            assertThat(passed).isEqualTo(256);
            assertThat(honest.maySubmit()).isTrue();
            assertThat(honest.maySubmit()).isTrue();
            assertThat(honest.maySubmit()).isFalse();
            honest.judged(GOOD);
            assertThat(honest.maySubmit()).isTrue();
            flood.get(0).judged(LOW);
            flood.get(0).judged(LOW);
            flood.get(0).judged(LOW);
            assertThat(flood.get(1).maySubmit()).isTrue();
        }
    }

    @Test
    void provenSharesUnderWayTakeNoRoomFromNewSessions() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Visit farm = rig.in(HERE);
            send(farm, GOOD, 1000);
            for (int i = 0; i < 1000; i++) {
                assertThat(farm.maySubmit()).isTrue();
            }
            Visit fresh = rig.in(HERE);
            for (int i = 0; i < 256; i++) {
                assertThat(fresh.maySubmit()).isTrue();
            }
            assertThat(fresh.maySubmit()).isFalse();
        }
    }

    private static Visit request(PolicyRig rig, Address login) {
        Visit request = rig.in(HERE);
        request.isOneRequest();
        assertThat(request.mayLogin(login)).isTrue();
        return request;
    }

    @Test
    void theGoodSharesOfALoginVouchForItOverAllItsHttpConnections() {
        Address other = Address.parse("0x" + "ab".repeat(20));
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            for (int i = 0; i < 2; i++) {
                Visit request = request(rig, PolicyRig.LOGIN);
                assertThat(send(request, GOOD)).isTrue();
                request.end();
            }
            for (int i = 0; i < 256; i++) {
                assertThat(request(rig, other).maySubmit()).isTrue();
            }
            assertThat(request(rig, other).maySubmit()).isFalse();
            Visit first = request(rig, PolicyRig.LOGIN);
            assertThat(first.maySubmit()).isTrue();
            assertThat(request(rig, PolicyRig.LOGIN).maySubmit()).isTrue();
            assertThat(request(rig, PolicyRig.LOGIN).maySubmit()).isFalse();
            first.judged(GOOD);
            assertThat(request(rig, PolicyRig.LOGIN).maySubmit()).isTrue();
        }
    }

    @Test
    void whereNobodyIsBannedAnAddressMayHaveAnyNumberOfSharesUnderWay() {
        try (PolicyRig rig = new PolicyRig(QUICK.withBanning(false))) {
            for (int i = 0; i < 16; i++) {
                Visit fresh = rig.in(HERE);
                for (int k = 0; k < 64; k++) {
                    assertThat(fresh.maySubmit()).isTrue();
                }
            }
        }
    }

    @Test
    void aFarmOfGoodSharesMayHaveThousandsUnderWay() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Visit proxy = rig.in(HERE);
            send(proxy, GOOD);
            int underWay = 1;
            while (underWay < 4096) {
                for (int i = 0; i < underWay; i++) {
                    assertThat(proxy.maySubmit()).isTrue();
                }
                for (int i = 0; i < underWay; i++) {
                    proxy.judged(GOOD);
                }
                underWay *= 2;
            }
        }
    }

    @Test
    void beyondTheMemoryOfAddressesIdleOnesAreForgottenAndNewOnesScored() {
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            for (int i = 0; i < 66_000; i++) {
                rig.in("10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff))
                        .end();
            }
            assertThat(rig.count("policy.addresses")).isLessThanOrEqualTo(65_536);
            send(rig.in(HERE), LOW, 15);
            send(rig.in(HERE), LOW, 15);
            assertThat(rig.visit(HERE)).isEmpty();
        }
    }

    @Test
    void whatIsKnownOfAQuietAddressIsForgotten() {
        PolicySettings.Limits limits = Limits.DEFAULT;
        Host host = new Host(io.potpool.domain.Origin.parse(HERE), QUICK.withLimits(Optional.of(limits), 9), 0);
        try (PolicyRig rig = new PolicyRig(QUICK)) {
            Guest guest = new Guest(rig.server, host, () -> {});
            assertThat(host.enter(guest, 9, false, false, 0)).isEmpty();
            assertThat(host.retire(1_000_000)).isFalse();
            host.offence(io.potpool.spi.Offence.MALFORMED, new Verdicts(QUICK), 0);
            host.leave(guest);
            assertThat(host.retire(1_000)).isFalse();
            assertThat(host.retire(5_000_000)).isTrue();
            assertThat(host.enter(guest, 9, false, false, 5_000_000)).contains(Host.Refusal.GONE);
        }
    }
}
