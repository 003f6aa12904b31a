package io.potpool.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.InstanceView;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whole pools do beside each other on one store. */
class TwoPoolsTest {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));

    private final SharedMemoryStore store = new SharedMemoryStore(InstantSource.system());
    private BarePool a;
    private BarePool b;

    private static Terms terms(long difficulty) {
        return new Terms(
                Difficulty.of(difficulty),
                new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));
    }

    @BeforeEach
    void start() throws IOException {
        a = new BarePool(store, "a", terms(10), builder -> {});
        b = new BarePool(store, "b", terms(10), builder -> {});
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private List<String> registered() {
        return store.all().stream().map(view -> view.instance().name()).toList();
    }

    private List<TermsChange> changes() {
        return store.load(0).stream().map(TermsRecord::change).toList();
    }

    @Test
    void eachShowsAllAndACleanEndLeavesTheRegister() {
        assertThat(registered()).containsExactly("a", "b");
        await().untilAsserted(() -> assertThat(a.pool.stats().instances())
                .extracting(InstanceView::instance)
                .extracting(instance -> instance.name())
                .containsExactly("a", "b"));

        b.close();
        assertThat(registered()).containsExactly("a");
    }

    @Test
    void aStartWithOtherTermsIsRefusedNamingBothAndChangesNothing() {
        assertThatThrownBy(() -> new BarePool(store, "c", terms(20), builder -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("difficulty=10,")
                .hasMessageContaining("difficulty=20,")
                .hasMessageContaining("--new-terms");

        assertThat(changes()).hasSize(1);
        assertThat(registered()).containsExactly("a", "b");
    }

    @Test
    void newTermsOfAStartHoldForTheOthersToo() throws IOException {
        a.see(100);
        try (BarePool c = new BarePool(store, "c", terms(20), builder -> builder.newTerms(true))) {
            a.see(101);
            assertThat(a.defaultDifficulty()).isEqualTo(Difficulty.of(20));
            assertThat(c.pool.stats().instances()).hasSize(3);
        }
    }

    @Test
    void leasesAreGrantedFromBytesOfTheirOwnAndSettleForBoth() {
        Lease ofA = a.reserve();
        Lease ofB = b.reserve();
        assertThat(ofA.prefix().value() >>> 16).isNotEqualTo(ofB.prefix().value() >>> 16);
        ofA.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));

        await().until(() -> changes().size() == 2);
        assertThat(changes().get(1))
                .isEqualTo(new TermsChange.Lease(ofA.prefix(), ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50))));
    }

    @Test
    void aForgottenInstanceServesNobodyAndItsLeasesAreEndedByTheOthers() {
        b.see(100);
        Lease lease = b.reserve();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        await().until(() -> changes().size() == 2);
        store.forget(store.all().get(1).instance().id());

        await().until(() -> b.pool.stats().metrics().get("instances.forgotten") == 1);
        b.look(101);
        assertThat(b.pool.stats().job()).isEmpty();
        await().until(() -> changes().contains(new TermsChange.End(lease.prefix())));
    }
}
