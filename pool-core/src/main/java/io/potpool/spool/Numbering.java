package io.potpool.spool;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Under which journal and number the store gets a batch: its own, until the store has lost batches of its journal that it
 * had confirmed; from there on those of another journal, the same whenever it is asked. Thread-safe.
 */
public class Numbering {

    /** Where a batch lies in the store's order. */
    record Place(JournalId journal, long sequence) {}

    /** By journal: from which of its sequences on its batches go to which other journal. */
    private final Map<JournalId, TreeMap<Long, JournalId>> moved = new HashMap<>();

    /** Creates a numbering that is forgotten with its process. */
    public Numbering() {}

    /** Returns the batch as the store gets it. */
    public final CreditBatch of(CreditBatch batch) {
        Place place = of(batch.journal(), batch.sequence());
        return place.journal().equals(batch.journal())
                ? batch
                : new CreditBatch(place.journal(), place.sequence(), batch.shares());
    }

    /** Returns where the store has, or would have, the batch of a journal. */
    final synchronized Place of(JournalId journal, long sequence) {
        TreeMap<Long, JournalId> moves = moved.get(journal);
        var move = moves == null ? null : moves.floorEntry(sequence);
        return move == null ? new Place(journal, sequence) : new Place(move.getValue(), sequence - move.getKey() + 1);
    }

    /**
     * The store has refused {@code batch} because it misses earlier ones: this batch is the first of a new journal.
     *
     * @throws IOException if that could not be made durable; then nothing has changed
     */
    public final synchronized void begin(CreditBatch batch) throws IOException {
        CreditBatch refused = of(batch);
        JournalId next = next(refused);
        keep(batch.journal(), batch.sequence(), next);
        move(batch.journal(), batch.sequence(), next);
    }

    final synchronized void move(JournalId journal, long from, JournalId to) {
        moved.computeIfAbsent(journal, unused -> new TreeMap<>()).put(from, to);
    }

    final synchronized boolean isMoved(JournalId journal) {
        return moved.containsKey(journal);
    }

    /** Makes a move durable before it is used. */
    void keep(JournalId journal, long from, JournalId to) throws IOException {
        // Without files there is nothing to be read after this process.
    }

    private static JournalId next(CreditBatch refused) {
        byte[] old = ByteBuffer.allocate(24)
                .putLong(refused.journal().high())
                .putLong(refused.journal().low())
                .putLong(refused.sequence())
                .array();
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(old));
            return new JournalId(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
