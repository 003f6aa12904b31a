package io.potpool.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Nonce;
import io.potpool.domain.Origin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrefixAllocatorTest {

    /** An allocator that owns its whole space. */
    private static PrefixAllocator allocator(ExtranonceSpace space) {
        PrefixAllocator allocator = new PrefixAllocator(space);
        for (int firstByte = space.highest(); firstByte >= space.lowest(); firstByte--) {
            allocator.own(firstByte);
        }
        return allocator;
    }

    private static Origin address(int number) {
        return new Origin(false, 10 << 24 | number);
    }

    /** Takes a prefix that may be granted to anybody, or returns empty and gives back what else it got. */
    private static Optional<NoncePrefix> take(PrefixAllocator allocator, int bytes, Origin address) {
        PrefixAllocator.Taken taken = allocator.take(bytes, address);
        if (taken.granting() == Granting.ANYBODY) {
            return Optional.of(taken.prefix());
        }
        allocator.ended(taken.prefix(), false);
        return Optional.empty();
    }

    private static int block(NoncePrefix prefix) {
        return (int) (prefix.bytes() == 2 ? prefix.value() : prefix.value() >>> 8);
    }

    private static boolean overlap(NoncePrefix one, NoncePrefix other) {
        int bits = 8 * Math.min(one.bytes(), other.bytes());
        return one.value() >>> 8 * one.bytes() - bits == other.value() >>> 8 * other.bytes() - bits;
    }

    @Test
    void onlyOwnBytesAreHandedOutAndMoreAreWantedBeforeTheyRunOut() {
        PrefixAllocator allocator = new PrefixAllocator(ExtranonceSpace.ALL);
        assertThat(allocator.runsShort()).isTrue();
        allocator.own(32);
        allocator.own(32);
        assertThat(allocator.ownedBytes()).isOne();
        int taken = 0;
        while (!allocator.runsShort()) {
            Optional<NoncePrefix> prefix = take(allocator, 2, address(taken++));
            assertThat(block(prefix.orElseThrow()) >>> 8).isEqualTo(32);
        }
        assertThat(taken).isBetween(150, 200);
        allocator.own(7);
        assertThat(allocator.runsShort()).isFalse();
        Set<Integer> bytes = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            take(allocator, 2, address(taken + i)).ifPresent(prefix -> bytes.add(block(prefix) >>> 8));
        }
        assertThat(bytes).containsExactlyInAnyOrder(7, 32);
    }

    @Test
    void noneIsEverInsideAnotherHoweverTheyComeAndGo() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 17));
        Random random = new Random(5);
        List<NoncePrefix> held = new ArrayList<>();
        BitSet wholes = new BitSet();
        Set<Long> parts = new HashSet<>();
        int[] partsOf = new int[1 << 16];
        int most = 0;
        for (int step = 0; step < 60_000; step++) {
            boolean growing = step / 5_000 % 2 == 0;
            if (random.nextInt(10) < (growing ? 7 : 3)) {
                Optional<NoncePrefix> taken =
                        take(allocator, random.nextInt(20) == 0 ? 2 : 3, address(random.nextInt(1000)));
                if (taken.isEmpty()) {
                    continue;
                }
                NoncePrefix prefix = taken.get();
                int block = block(prefix);
                assertThat(block >>> 8).isBetween(16, 17);
                assertThat(wholes.get(block)).isFalse();
                if (prefix.bytes() == 2) {
                    assertThat(partsOf[block]).isZero();
                    wholes.set(block);
                } else {
                    assertThat(parts.add(prefix.value())).isTrue();
                    partsOf[block]++;
                }
                held.add(prefix);
                most = Math.max(most, held.size());
            } else if (!held.isEmpty()) {
                NoncePrefix prefix = held.remove(random.nextInt(held.size()));
                allocator.ended(prefix, false);
                if (prefix.bytes() == 2) {
                    wholes.clear(block(prefix));
                } else {
                    parts.remove(prefix.value());
                    partsOf[block(prefix)]--;
                }
            }
        }
        assertThat(most).isGreaterThan(1000);
    }

    @Test
    void anAddressHoldsItsBoundAndTheOthersAreServed() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        List<NoncePrefix> mine = new ArrayList<>();
        Optional<NoncePrefix> next = take(allocator, 3, address(1));
        while (next.isPresent()) {
            mine.add(next.get());
            next = take(allocator, 3, address(1));
        }

        assertThat(mine).hasSize(256);
        assertThat(take(allocator, 3, address(2))).isPresent();
        allocator.ended(mine.get(0), false);
        assertThat(take(allocator, 3, address(1))).isPresent();
        assertThat(take(allocator, 3, address(1))).isEmpty();
    }

    @Test
    void aTwoByteLeaseWeighsMoreAgainstTheBoundThanAThreeByteOne() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        int blocks = 0;
        while (take(allocator, 2, address(1)).isPresent()) {
            blocks++;
        }
        assertThat(blocks).isEqualTo(16);
        assertThat(take(allocator, 3, address(1))).isEmpty();
        assertThat(take(allocator, 2, address(2))).isPresent();
    }

    @Test
    void anAddressHoldsNoMoreBlocksThanOneFirstByteHas() {
        PrefixAllocator allocator = allocator(ExtranonceSpace.ALL);
        int blocks = 0;
        while (take(allocator, 2, address(1)).isPresent()) {
            blocks++;
        }
        assertThat(blocks).isEqualTo(256);
    }

    @Test
    void theWholeSpaceIsGrantedThenNothingAndWhatIsFreedAgain() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        List<NoncePrefix> all = new ArrayList<>();
        for (int i = 0; i < 255; i++) {
            all.add(take(allocator, 2, address(i)).orElseThrow());
        }

        assertThat(take(allocator, 2, address(1000))).isEmpty();
        assertThat(take(allocator, 3, address(1000))).isEmpty();
        allocator.ended(all.get(7), false);
        NoncePrefix part = take(allocator, 3, address(1000)).orElseThrow();
        assertThat(overlap(part, all.get(7))).isTrue();
        assertThat(take(allocator, 2, address(1001))).isEmpty();
        allocator.ended(part, false);
        assertThat(take(allocator, 2, address(1001))).contains(all.get(7));
    }

    @Test
    void blocksOf00AndFfAreTakenLastButTaken() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(0, 1));
        List<Integer> firstBytes = new ArrayList<>();
        for (int i = 0; i < 511; i++) {
            firstBytes.add(block(take(allocator, 2, address(i)).orElseThrow()) >>> 8);
        }

        assertThat(firstBytes.subList(0, 255)).containsOnly(1);
        assertThat(firstBytes.subList(255, 511)).containsOnly(0);
        assertThat(take(allocator(new ExtranonceSpace(255, 255)), 3, address(1)))
                .isPresent();
    }

    @Test
    void blocksWithUnleasedSharesAreTakenLastUntilThatFades() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        for (long block = 0x1000; block < 0x10fe; block++) {
            allocator.noteUnleased(new Nonce(block << 48 | 77));
        }
        assertThat(take(allocator, 2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x10fe);
        assertThat(take(allocator, 2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1000);

        allocator.noteUnleased(new Nonce(0x1001L << 48));
        allocator.fade();
        assertThat(take(allocator, 2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1001);
        allocator.fade();
        assertThat(take(allocator, 2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1002);
    }

    @Test
    void aBlockJustSeenUnleasedIsPassedOver() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        allocator.noteUnleased(new Nonce(0x1000L << 48));
        allocator.fade();
        assertThat(take(allocator, 2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1001);
    }

    @Test
    void prefixesOfAnEarlierRunAreNotGrantedUntilFreed() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        NoncePrefix part = new NoncePrefix(3, 0x100005);
        allocator.occupy(part);
        allocator.occupy(new NoncePrefix(3, 0x100006));
        for (int i = 0; i < 254; i++) {
            assertThat(block(take(allocator, 2, address(i)).orElseThrow())).isNotEqualTo(0x1000);
        }
        assertThat(take(allocator, 2, address(1000))).isEmpty();

        allocator.forgotten(part);
        NoncePrefix again = take(allocator, 3, address(1000)).orElseThrow();
        assertThat(block(again)).isEqualTo(0x1000);
        assertThat(again.value()).isNotEqualTo(0x100006);
    }

    @Test
    void prefixesOfAnEarlierSpaceAreNeverGrantedAgain() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        allocator.occupy(new NoncePrefix(3, 0x200005));
        allocator.occupy(new NoncePrefix(3, 0x200006));
        allocator.forgotten(new NoncePrefix(3, 0x200005));

        assertThat(take(allocator, 3, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1000);
    }

    private static List<NoncePrefix> spend(PrefixAllocator allocator, Origin address) {
        List<NoncePrefix> mine = new ArrayList<>();
        Optional<NoncePrefix> next = take(allocator, 3, address);
        while (next.isPresent()) {
            mine.add(next.get());
            next = take(allocator, 3, address);
        }
        return mine;
    }

    @Test
    void whoseBoundIsSpentIsLentWhatHisOwnSessionsEndedAndElseMinesUngranted() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        List<NoncePrefix> mine = spend(allocator, address(1));
        NoncePrefix ended = mine.get(5);
        allocator.logged(ended);
        allocator.ended(ended, true);
        assertThat(allocator.take(3, address(1)).granting()).isEqualTo(Granting.NOBODY);

        allocator.lendable(ended);
        assertThat(allocator.take(3, address(2)).prefix()).isNotEqualTo(ended);
        assertThat(allocator.take(3, address(1))).isEqualTo(new PrefixAllocator.Taken(ended, Granting.SAME_LOGIN));
        assertThat(allocator.take(3, address(1)).granting()).isEqualTo(Granting.NOBODY);
    }

    @Test
    void whatIsLentAgainIsNotFreeWhileItsSessionLastsAlthoughTheLogForgetsIt() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        NoncePrefix ended = spend(allocator, address(1)).get(5);
        allocator.ended(ended, true);
        allocator.lendable(ended);
        allocator.take(3, address(1));
        allocator.forgotten(ended);
        List<NoncePrefix> rest = new ArrayList<>();
        for (int i = 2; i < 300; i++) {
            rest.addAll(spend(allocator, address(i)));
        }
        assertThat(rest).hasSize(255 * 256 - 256).doesNotContain(ended).doesNotHaveDuplicates();

        allocator.ended(ended, false);
        assertThat(take(allocator, 3, address(1000))).contains(ended);
    }

    @Test
    void anExhaustedSpaceStillGivesACommonPrefixThatNobodyHolds() {
        PrefixAllocator allocator = allocator(new ExtranonceSpace(16, 16));
        for (int i = 0; i < 255; i++) {
            assertThat(take(allocator, 2, address(i))).isPresent();
        }
        PrefixAllocator.Taken whole = allocator.take(2, address(1000));
        PrefixAllocator.Taken part = allocator.take(3, address(1001));

        assertThat(whole).isEqualTo(new PrefixAllocator.Taken(new NoncePrefix(2, 0x10ff), Granting.NOBODY));
        assertThat(part.granting()).isEqualTo(Granting.NOBODY);
        assertThat(block(part.prefix())).isEqualTo(0x10ff);
        allocator.ended(whole.prefix(), false);
        allocator.ended(part.prefix(), false);
        assertThat(take(allocator, 2, address(1002))).isEmpty();
    }

    @Test
    void aDisownedByteIsHandedOutNoMoreAndItsPrefixesAreTold() {
        PrefixAllocator allocator = new PrefixAllocator(ExtranonceSpace.ALL);
        allocator.own(32);
        allocator.own(33);
        NoncePrefix of32 = take(allocator, 3, address(1)).orElseThrow();
        assertThat(block(of32) >>> 8).isEqualTo(32);

        allocator.disown(32);
        allocator.disown(32);
        assertThat(allocator.ownBytes()).containsExactly(33);
        assertThat(allocator.isOwn(of32)).isFalse();
        for (int i = 0; i < 200; i++) {
            NoncePrefix prefix = take(allocator, i % 2 + 2, address(i)).orElseThrow();
            assertThat(block(prefix) >>> 8).isEqualTo(33);
            assertThat(allocator.isOwn(prefix)).isTrue();
        }
        allocator.ended(of32, false);
        assertThat(allocator.runsShort()).isFalse();
    }

    @Test
    void withoutAnyByteLeftSessionsShareWhatTheySharedBefore() {
        PrefixAllocator allocator = new PrefixAllocator(ExtranonceSpace.ALL);
        allocator.own(32);
        allocator.disown(32);
        PrefixAllocator.Taken taken = allocator.take(3, address(1));
        assertThat(taken.granting()).isEqualTo(Granting.NOBODY);
        assertThat(allocator.isOwn(taken.prefix())).isTrue();
        assertThat(allocator.runsShort()).isTrue();

        allocator.own(40);
        assertThat(block(take(allocator, 2, address(1)).orElseThrow()) >>> 8).isEqualTo(40);
        assertThat(allocator.isOwn(taken.prefix())).isFalse();
    }
}
