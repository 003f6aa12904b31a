package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.shares.ShareOutcome;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each planted bug turns the rule that it breaks red, and the rule is green without it. */
class PlantedPolicyBugsTest {

    enum Bug {
        NONE("nobodyPaysForAnotherAddress"),
        DUPLICATES_COUNT("whatHappensToHonestMinersIsNeverHeldAgainstThem"),
        GOOD_SHARES_COUNT("aMinerOfGoodSharesIsServedForEver"),
        EVERYBODY_PAYS("nobodyPaysForAnotherAddress"),
        EVICTED_AGAIN_AND_AGAIN("anEvictionIsCalledAtMostOnceForAConnectionAndNotAfterItsEnd"),
        EVICTED_AFTER_ITS_END("anEvictionIsCalledAtMostOnceForAConnectionAndNotAfterItsEnd"),
        ENDED_TWICE_IS_TWO_ENDS("endsMayComeTwiceAndOutcomesAfterThem"),
        SUBMITS_ARE_NOT_GIVEN_BACK("aMinerOfGoodSharesIsServedForEver");

        private final String rule;

        Bug(String rule) {
            this.rule = rule;
        }
    }

    private static final int LIMIT = 100;

    /** Bans an address after so many offences. */
    private static final class Strict implements AccessPolicy {

        private final Bug bug;
        private final List<Guest> guests = new ArrayList<>();
        private final AtomicInteger present = new AtomicInteger();

        Strict(Bug bug) {
            this.bug = bug;
        }

        @Override
        public Optional<Visit> admit(InetAddress address, Runnable eviction) {
            boolean barred = guests.stream().anyMatch(guest -> guest.bad >= LIMIT && concerns(guest, address));
            if (barred || present.get() < 0) {
                return Optional.empty();
            }
            present.incrementAndGet();
            Guest guest = new Guest(address, eviction);
            guests.add(guest);
            return Optional.of(guest);
        }

        private boolean concerns(Guest guest, InetAddress address) {
            return bug == Bug.EVERYBODY_PAYS || guest.address.equals(address);
        }

        private final class Guest implements Visit {

            private final InetAddress address;
            private final Runnable eviction;
            private int bad;
            private int underWay;
            private boolean evicted;
            private boolean ended;

            Guest(InetAddress address, Runnable eviction) {
                this.address = address;
                this.eviction = eviction;
            }

            @Override
            public boolean maySubmit() {
                underWay++;
                return bug != Bug.SUBMITS_ARE_NOT_GIVEN_BACK || underWay < LIMIT;
            }

            @Override
            public void judged(ShareOutcome outcome) {
                boolean counts = outcome.offence().isPresent()
                        || bug == Bug.DUPLICATES_COUNT && outcome instanceof ShareOutcome.Duplicate
                        || bug == Bug.GOOD_SHARES_COUNT && outcome.accepted();
                if (counts) {
                    offends(Offence.LOW_SHARE);
                }
            }

            @Override
            public void offends(Offence offence) {
                if (++bad >= LIMIT) {
                    guests.stream().filter(guest -> concerns(guest, address)).forEach(Guest::evict);
                }
            }

            private void evict() {
                boolean again = evicted && bug != Bug.EVICTED_AGAIN_AND_AGAIN;
                boolean over = ended && bug != Bug.EVICTED_AFTER_ITS_END;
                if (!again && !over) {
                    evicted = true;
                    eviction.run();
                }
            }

            @Override
            public void end() {
                if (!ended || bug == Bug.ENDED_TWICE_IS_TWO_ENDS) {
                    present.decrementAndGet();
                }
                ended = true;
            }
        }
    }

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Bug.class)
    void aPlantedBugTurnsItsRuleRed(Bug bug) {
        assertThat(holds(bug, bug.rule)).isEqualTo(bug == Bug.NONE);
        assertThat(holds(Bug.NONE, bug.rule)).isTrue();
    }

    private boolean holds(Bug bug, String rule) {
        AccessPolicyContract contract = new AccessPolicyContract() {
            @Override
            protected AccessPolicy open() {
                return new Strict(bug);
            }
        };
        return ContractProbe.holds(contract, rule, dir);
    }
}
