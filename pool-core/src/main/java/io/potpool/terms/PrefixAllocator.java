package io.potpool.terms;

import io.potpool.domain.Nonce;
import io.potpool.domain.Origin;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hands out nonce prefixes of 2 or 3 bytes, none inside another.
 *
 * <p>The space is a bitmap of two-byte blocks; a block is free, taken whole, or split into 256 three-byte prefixes. Blocks
 * that begin with 00 or ff, and those in which unleased shares were seen lately, are taken last, never refused.
 *
 * <p>Only prefixes that begin with a byte of this instance's own are handed out. One is taken while a session has it or the
 * terms log knows it. The last block of the first byte is common: nobody holds it, and sessions share it when there is nothing
 * else.
 */
final class PrefixAllocator {

    private static final int BLOCKS = 1 << 16;
    private static final int PARTS = 256;
    /** One address may hold a three-byte prefix for every four blocks of the space. */
    private static final int SHARE_OF_AN_ADDRESS = 4;

    private static final int LEAST_OF_AN_ADDRESS = 256;
    /** One address may hold a block for every first byte of the space: in the whole space as many as one byte has. */
    private static final int LEAST_BLOCKS_OF_AN_ADDRESS = 16;

    /** A prefix for a session, and to whom it may be granted. */
    record Taken(NoncePrefix prefix, Granting granting) {}

    private static final class Hold {
        final @Nullable Origin origin;
        boolean live;
        boolean logged;

        Hold(@Nullable Origin origin, boolean live, boolean logged) {
            this.origin = origin;
            this.live = live;
            this.logged = logged;
        }
    }

    /** With fewer free blocks another first byte is wanted. */
    private static final int SHORT = 64;

    private static final int NONE = -1;

    private final int perAddress;
    private final int blockCost;
    private final BitSet foreign = new BitSet(BLOCKS);
    private final BitSet taken = new BitSet(BLOCKS);
    private int common = NONE;
    private int free;
    private final BitSet awkward = new BitSet(BLOCKS);
    private BitSet unleased = new BitSet(BLOCKS);
    private BitSet unleasedBefore = new BitSet(BLOCKS);
    private final Map<Integer, BitSet> splits = new HashMap<>();
    private final Deque<Integer> openSplits = new ArrayDeque<>();
    private final Map<NoncePrefix, Hold> holds = new HashMap<>();
    private final Map<Origin, Integer> held = new HashMap<>();
    private final Map<Origin, Set<NoncePrefix>> lendable = new HashMap<>();
    private int cursor;
    private int commonCursor;

    PrefixAllocator(ExtranonceSpace space) {
        int blocks = (space.highest() + 1 - space.lowest()) * PARTS;
        perAddress = Math.max(LEAST_OF_AN_ADDRESS, blocks / SHARE_OF_AN_ADDRESS);
        int bytes = space.highest() + 1 - space.lowest();
        blockCost = perAddress / Math.max(LEAST_BLOCKS_OF_AN_ADDRESS, bytes);
        foreign.set(0, BLOCKS);
        awkward.set(0, PARTS);
        awkward.set(BLOCKS - PARTS, BLOCKS);
    }

    /** The blocks that begin with this byte are this instance's own from now on. */
    synchronized void own(int firstByte) {
        int first = firstByte * PARTS;
        if (!foreign.get(first)) {
            return;
        }
        foreign.clear(first, first + PARTS);
        free += PARTS - taken.get(first, first + PARTS).cardinality();
        if (common == NONE || foreign.get(common)) {
            shareLastOf(first);
        }
    }

    private void shareLastOf(int first) {
        common = first + PARTS - 1;
        cursor = first;
        take(common);
    }

    /** The blocks that begin with this byte are another instance's: none of them is handed out any more. */
    synchronized void disown(int firstByte) {
        int first = firstByte * PARTS;
        if (foreign.get(first)) {
            return;
        }
        free -= PARTS - taken.get(first, first + PARTS).cardinality();
        foreign.set(first, first + PARTS);
        openSplits.removeIf(foreign::get);
        int other = foreign.nextClearBit(0);
        if (foreign.get(common) && other < BLOCKS) {
            shareLastOf(other);
        }
    }

    /** Returns the first bytes that are this instance's own. */
    synchronized Set<Integer> ownBytes() {
        Set<Integer> own = new TreeSet<>();
        for (int first = 0; first < BLOCKS; first += PARTS) {
            if (!foreign.get(first)) {
                own.add(first / PARTS);
            }
        }
        return own;
    }

    /** Returns how many first bytes are this instance's own. */
    synchronized int ownedBytes() {
        return ownBytes().size();
    }

    /** Returns whether nobody else grants what begins with this prefix, or everybody shares it. */
    synchronized boolean isOwn(NoncePrefix prefix) {
        int block = (int) (prefix.bytes() == 2 ? prefix.value() : prefix.value() >>> 8);
        return !foreign.get(block) || block == common;
    }

    /** Returns whether the free blocks of the own bytes run short. */
    synchronized boolean runsShort() {
        return free < SHORT;
    }

    private void take(int block) {
        if (!taken.get(block)) {
            taken.set(block);
            free -= foreign.get(block) ? 0 : 1;
        }
    }

    /**
     * Returns a prefix for a session: a free one; at the address's bound one that a session of it has ended, else a free
     * one that is not granted; in an exhausted space a common one.
     */
    synchronized Taken take(int bytes, Origin origin) {
        boolean spent = held.getOrDefault(origin, 0) + cost(bytes) > perAddress;
        Optional<Taken> again = spent ? lendAgain(bytes, origin) : Optional.empty();
        if (again.isPresent()) {
            return again.get();
        }
        Optional<NoncePrefix> free = bytes == 2 ? takeBlock() : takePart();
        if (free.isEmpty()) {
            return new Taken(common(bytes), Granting.NOBODY);
        }
        holds.put(free.get(), new Hold(origin, true, false));
        held.merge(origin, cost(bytes), Integer::sum);
        return new Taken(free.get(), spent ? Granting.NOBODY : Granting.ANYBODY);
    }

    private Optional<Taken> lendAgain(int bytes, Origin origin) {
        Optional<NoncePrefix> ended = lendable.getOrDefault(origin, Set.of()).stream()
                .filter(prefix -> prefix.bytes() == bytes)
                .findFirst();
        ended.ifPresent(prefix -> {
            unlend(prefix, origin);
            Objects.requireNonNull(holds.get(prefix)).live = true;
        });
        return ended.map(prefix -> new Taken(prefix, Granting.SAME_LOGIN));
    }

    private NoncePrefix common(int bytes) {
        return bytes == 2 ? new NoncePrefix(2, common) : new NoncePrefix(3, (long) common << 8 | commonCursor++ & 0xff);
    }

    /** The terms log knows a prefix from now on: it is granted. */
    synchronized void logged(NoncePrefix prefix) {
        Hold hold = holds.get(prefix);
        if (hold != null) {
            hold.logged = true;
        }
    }

    /** A session has ended; what the log knows stays taken. */
    synchronized void ended(NoncePrefix prefix, boolean granted) {
        Hold hold = holds.get(prefix);
        if (hold != null) {
            hold.live = false;
            hold.logged |= granted;
            freeIfUnused(prefix, hold);
        }
    }

    /** The log holds the end of a prefix: within its address it may be lent again. */
    synchronized void lendable(NoncePrefix prefix) {
        Hold hold = holds.get(prefix);
        if (hold != null && hold.origin != null && hold.logged && !hold.live) {
            lendable.computeIfAbsent(hold.origin, unused -> new LinkedHashSet<>())
                    .add(prefix);
        }
    }

    /** The log has forgotten a prefix: it decides nothing any more. */
    synchronized void forgotten(NoncePrefix prefix) {
        Hold hold = holds.get(prefix);
        if (hold != null) {
            hold.logged = false;
            freeIfUnused(prefix, hold);
        }
    }

    private void freeIfUnused(NoncePrefix prefix, Hold hold) {
        if (hold.live || hold.logged) {
            return;
        }
        holds.remove(prefix);
        if (hold.origin != null) {
            unlend(prefix, hold.origin);
            int cost = cost(prefix.bytes());
            held.computeIfPresent(hold.origin, (key, sum) -> sum > cost ? sum - cost : null);
        }
        free(prefix);
    }

    private void unlend(NoncePrefix prefix, Origin origin) {
        lendable.computeIfPresent(origin, (key, prefixes) -> {
            prefixes.remove(prefix);
            return prefixes.isEmpty() ? null : prefixes;
        });
    }

    private int cost(int bytes) {
        return bytes == 2 ? blockCost : 1;
    }

    /** Marks a prefix of an earlier run as not free. */
    synchronized void occupy(NoncePrefix prefix) {
        holds.put(prefix, new Hold(null, false, true));
        if (prefix.bytes() == 2) {
            take((int) prefix.value());
        } else {
            int block = (int) (prefix.value() >>> 8);
            take(block);
            parts(block).set((int) prefix.value() & 0xff);
        }
    }

    private void free(NoncePrefix prefix) {
        if (prefix.bytes() == 2) {
            clear((int) prefix.value());
            return;
        }
        int block = (int) (prefix.value() >>> 8);
        BitSet parts = parts(block);
        parts.clear((int) prefix.value() & 0xff);
        if (parts.isEmpty()) {
            splits.remove(block);
            openSplits.remove(block);
            clear(block);
        } else if (isMine(block) && !openSplits.contains(block)) {
            openSplits.addLast(block);
        }
    }

    private void clear(int block) {
        if (block != common && taken.get(block)) {
            taken.clear(block);
            free += foreign.get(block) ? 0 : 1;
        }
    }

    /** Another instance or an earlier run may have had another part of the nonce space. */
    private boolean isMine(int block) {
        return !foreign.get(block) && block != common;
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
        if (block == NONE) {
            return Optional.empty();
        }
        take(block);
        return Optional.of(new NoncePrefix(2, block));
    }

    private Optional<NoncePrefix> takePart() {
        Integer block = openSplits.peekFirst();
        if (block == null) {
            int fresh = freeBlock();
            if (fresh < 0) {
                return Optional.empty();
            }
            take(fresh);
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
        BitSet unusable = (BitSet) taken.clone();
        unusable.or(foreign);
        BitSet unwanted = (BitSet) unusable.clone();
        unwanted.or(awkward);
        unwanted.or(unleased);
        unwanted.or(unleasedBefore);
        int block = clearFrom(unwanted);
        if (block < 0) {
            block = clearFrom(unusable);
        }
        if (block >= 0) {
            cursor = (block + 1) % BLOCKS;
        }
        return block;
    }

    private int clearFrom(BitSet bits) {
        int block = bits.nextClearBit(cursor);
        if (block >= BLOCKS) {
            block = bits.nextClearBit(0);
        }
        return block < BLOCKS ? block : NONE;
    }
}
