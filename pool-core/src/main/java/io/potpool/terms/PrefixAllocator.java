package io.potpool.terms;

import io.potpool.domain.Nonce;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out nonce prefixes of 2 or 3 bytes, none inside another.
 *
 * <p>The space is a bitmap of two-byte blocks; a block is free, taken whole, or split into 256 three-byte prefixes. Blocks
 * that begin with 00 or ff, and those in which unleased shares were seen lately, are taken last, never refused.
 */
final class PrefixAllocator {

    private static final int BLOCKS = 1 << 16;
    private static final int PARTS = 256;
    /** One address may hold a sixteenth of the blocks, or four times as many three-byte prefixes. */
    private static final int SHARE_OF_AN_ADDRESS = 16;

    private static final int BLOCK_COST = 4;

    private final int first;
    private final int end;
    private final int perAddress;
    private final BitSet taken = new BitSet(BLOCKS);
    private final BitSet awkward = new BitSet(BLOCKS);
    private BitSet unleased = new BitSet(BLOCKS);
    private BitSet unleasedBefore = new BitSet(BLOCKS);
    private final Map<Integer, BitSet> splits = new HashMap<>();
    private final Deque<Integer> openSplits = new ArrayDeque<>();
    private final Map<NoncePrefix, InetAddress> owners = new HashMap<>();
    private final Map<InetAddress, Integer> held = new HashMap<>();
    private int cursor;

    PrefixAllocator(ExtranonceSpace space) {
        first = space.lowest() * PARTS;
        end = (space.highest() + 1) * PARTS;
        perAddress = BLOCK_COST * Math.max(64, (end - first) / SHARE_OF_AN_ADDRESS);
        cursor = first;
        awkward.set(0, PARTS);
        awkward.set(BLOCKS - PARTS, BLOCKS);
    }

    /** Takes a free prefix, or returns empty if the space is exhausted or the address holds its bound. */
    synchronized Optional<NoncePrefix> take(int bytes, InetAddress address) {
        if (held.getOrDefault(address, 0) + cost(bytes) > perAddress) {
            return Optional.empty();
        }
        Optional<NoncePrefix> prefix = bytes == 2 ? takeBlock() : takePart();
        prefix.ifPresent(taken -> {
            owners.put(taken, address);
            held.merge(address, cost(bytes), Integer::sum);
        });
        return prefix;
    }

    private static int cost(int bytes) {
        return bytes == 2 ? BLOCK_COST : 1;
    }

    /** Marks a prefix of an earlier run as not free. */
    synchronized void occupy(NoncePrefix prefix) {
        if (prefix.bytes() == 2) {
            taken.set((int) prefix.value());
        } else {
            int block = (int) (prefix.value() >>> 8);
            taken.set(block);
            parts(block).set((int) prefix.value() & 0xff);
        }
    }

    /** Gives a prefix back. */
    synchronized void free(NoncePrefix prefix) {
        InetAddress address = owners.remove(prefix);
        if (address != null) {
            int cost = cost(prefix.bytes());
            held.computeIfPresent(address, (key, sum) -> sum > cost ? sum - cost : null);
        }
        if (prefix.bytes() == 2) {
            taken.clear((int) prefix.value());
            return;
        }
        int block = (int) (prefix.value() >>> 8);
        BitSet parts = parts(block);
        parts.clear((int) prefix.value() & 0xff);
        if (parts.isEmpty()) {
            splits.remove(block);
            openSplits.remove(block);
            taken.clear(block);
        } else if (isMine(block) && !openSplits.contains(block)) {
            openSplits.addLast(block);
        }
    }

    /** An earlier run may have had another part of the nonce space. */
    private boolean isMine(int block) {
        return block >= first && block < end;
    }

    /** Remembers for a while that an unleased session uses this part of the nonce space. */
    synchronized void noteUnleased(Nonce nonce) {
        unleased.set((int) (nonce.value() >>> 48));
    }

    /** Lets the older half of what {@link #noteUnleased} remembers fade. */
    synchronized void fade() {
        unleasedBefore = unleased;
        unleased = new BitSet(BLOCKS);
    }

    private Optional<NoncePrefix> takeBlock() {
        int block = freeBlock();
        if (block < 0) {
            return Optional.empty();
        }
        taken.set(block);
        return Optional.of(new NoncePrefix(2, block));
    }

    private Optional<NoncePrefix> takePart() {
        Integer block = openSplits.peekFirst();
        if (block == null) {
            int fresh = freeBlock();
            if (fresh < 0) {
                return Optional.empty();
            }
            taken.set(fresh);
            block = fresh;
            openSplits.addFirst(block);
        }
        BitSet parts = parts(block);
        int part = parts.nextClearBit(0);
        parts.set(part);
        if (parts.cardinality() == PARTS) {
            openSplits.removeFirst();
        }
        return Optional.of(new NoncePrefix(3, (long) block << 8 | part));
    }

    private BitSet parts(int block) {
        return splits.computeIfAbsent(block, unused -> new BitSet(PARTS));
    }

    private int freeBlock() {
        BitSet unwanted = (BitSet) taken.clone();
        unwanted.or(awkward);
        unwanted.or(unleased);
        unwanted.or(unleasedBefore);
        int block = clearFrom(unwanted);
        if (block < 0) {
            block = clearFrom(taken);
        }
        if (block >= 0) {
            cursor = block + 1 < end ? block + 1 : first;
        }
        return block;
    }

    private int clearFrom(BitSet bits) {
        int block = bits.nextClearBit(cursor);
        if (block >= end) {
            block = bits.nextClearBit(first);
        }
        return block < end ? block : -1;
    }
}
