package io.potpool.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Nonce;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrefixAllocatorTest {

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static int block(NoncePrefix prefix) {
        return (int) (prefix.bytes() == 2 ? prefix.value() : prefix.value() >>> 8);
    }

    private static boolean overlap(NoncePrefix one, NoncePrefix other) {
        int bits = 8 * Math.min(one.bytes(), other.bytes());
        return one.value() >>> 8 * one.bytes() - bits == other.value() >>> 8 * other.bytes() - bits;
    }

    @Test
    void noneIsEverInsideAnotherHoweverTheyComeAndGo() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 17));
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
                        allocator.take(random.nextInt(20) == 0 ? 2 : 3, address(random.nextInt(1000)));
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
                allocator.free(prefix);
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
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        List<NoncePrefix> mine = new ArrayList<>();
        Optional<NoncePrefix> next = allocator.take(3, address(1));
        while (next.isPresent()) {
            mine.add(next.get());
            next = allocator.take(3, address(1));
        }

        assertThat(mine).hasSize(256);
        assertThat(allocator.take(3, address(2))).isPresent();
        allocator.free(mine.get(0));
        assertThat(allocator.take(3, address(1))).isPresent();
        assertThat(allocator.take(3, address(1))).isEmpty();
    }

    @Test
    void aTwoByteLeaseWeighsMoreAgainstTheBoundThanAThreeByteOne() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        int blocks = 0;
        while (allocator.take(2, address(1)).isPresent()) {
            blocks++;
        }
        assertThat(blocks).isEqualTo(64);
        assertThat(allocator.take(3, address(1))).isEmpty();
        assertThat(allocator.take(2, address(2))).isPresent();
    }

    @Test
    void theWholeSpaceIsGrantedThenNothingAndWhatIsFreedAgain() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        List<NoncePrefix> all = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            all.add(allocator.take(2, address(i)).orElseThrow());
        }

        assertThat(allocator.take(2, address(1000))).isEmpty();
        assertThat(allocator.take(3, address(1000))).isEmpty();
        allocator.free(all.get(7));
        NoncePrefix part = allocator.take(3, address(1000)).orElseThrow();
        assertThat(overlap(part, all.get(7))).isTrue();
        assertThat(allocator.take(2, address(1001))).isEmpty();
        allocator.free(part);
        assertThat(allocator.take(2, address(1001))).contains(all.get(7));
    }

    @Test
    void blocksOf00AndFfAreTakenLastButTaken() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(0, 1));
        List<Integer> firstBytes = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            firstBytes.add(block(allocator.take(2, address(i)).orElseThrow()) >>> 8);
        }

        assertThat(firstBytes.subList(0, 256)).containsOnly(1);
        assertThat(firstBytes.subList(256, 512)).containsOnly(0);
        assertThat(new PrefixAllocator(new ExtranonceSpace(255, 255)).take(3, address(1)))
                .isPresent();
    }

    @Test
    void blocksWithUnleasedSharesAreTakenLastUntilThatFades() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        for (long block = 0x1000; block < 0x10ff; block++) {
            allocator.noteUnleased(new Nonce(block << 48 | 77));
        }
        assertThat(allocator.take(2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x10ff);
        assertThat(allocator.take(2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1000);

        allocator.noteUnleased(new Nonce(0x1001L << 48));
        allocator.fade();
        assertThat(allocator.take(2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1001);
        allocator.fade();
        assertThat(allocator.take(2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1002);
    }

    @Test
    void aBlockJustSeenUnleasedIsPassedOver() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        allocator.noteUnleased(new Nonce(0x1000L << 48));
        allocator.fade();
        assertThat(allocator.take(2, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1001);
    }

    @Test
    void prefixesOfAnEarlierRunAreNotGrantedUntilFreed() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        NoncePrefix part = new NoncePrefix(3, 0x100005);
        allocator.occupy(part);
        allocator.occupy(new NoncePrefix(3, 0x100006));
        for (int i = 0; i < 255; i++) {
            assertThat(block(allocator.take(2, address(i)).orElseThrow())).isNotEqualTo(0x1000);
        }
        assertThat(allocator.take(2, address(1000))).isEmpty();

        allocator.free(part);
        NoncePrefix again = allocator.take(3, address(1000)).orElseThrow();
        assertThat(block(again)).isEqualTo(0x1000);
        assertThat(again.value()).isNotEqualTo(0x100006);
    }

    @Test
    void prefixesOfAnEarlierSpaceAreNeverGrantedAgain() {
        PrefixAllocator allocator = new PrefixAllocator(new ExtranonceSpace(16, 16));
        allocator.occupy(new NoncePrefix(3, 0x200005));
        allocator.occupy(new NoncePrefix(3, 0x200006));
        allocator.free(new NoncePrefix(3, 0x200005));

        assertThat(allocator.take(3, address(1)).map(PrefixAllocatorTest::block))
                .contains(0x1000);
    }
}
