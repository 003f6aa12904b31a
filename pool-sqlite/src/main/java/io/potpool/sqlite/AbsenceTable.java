package io.potpool.sqlite;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.PrunedSharesException;
import io.potpool.spi.ShareCredit;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which shares may be stored without being known one by one any more, and the instances that may still bring such shares and
 * for which they are kept. Used on the writer's thread, within a transaction.
 */
final class AbsenceTable {

    /** A share and the one it repeats are sent within a window of heights, so at about the same time. */
    private static final long MARGIN_MILLIS = Duration.ofHours(1).toMillis();

    private final PreparedStatement registered;
    private final PreparedStatement register;
    private final PreparedStatement keep;
    private final PreparedStatement bound;
    private final PreparedStatement end;
    private final PreparedStatement expire;
    private final PreparedStatement raise;
    private final PreparedStatement pruned;
    private final PreparedStatement covered;
    private final PreparedStatement admitted;
    private final PreparedStatement admit;

    AbsenceTable(Connection connection) throws SQLException {
        registered = connection.prepareStatement("SELECT instance FROM height");
        register = connection.prepareStatement("UPDATE height SET instance = ?");
        keep = connection.prepareStatement("INSERT OR REPLACE INTO absence VALUES (?, ?, ?, ?)");
        bound = connection.prepareStatement("DELETE FROM absence WHERE instance NOT IN"
                + " (SELECT instance FROM absence ORDER BY since DESC, highest DESC LIMIT " + InstanceStore.MOST_ABSENT
                + ")");
        end = connection.prepareStatement("DELETE FROM absence WHERE instance = ? AND highest < ?");
        expire = connection.prepareStatement("DELETE FROM absence WHERE since < ?");
        raise = connection.prepareStatement("UPDATE height SET pruned = max(coalesce(pruned, ?1), ?1),"
                + " pruned_at = max(coalesce(pruned_at, ?2), ?2)");
        pruned = connection.prepareStatement(
                "SELECT pruned, pruned_at FROM height WHERE pruned IS NOT NULL AND pruned_at IS NOT NULL");
        covered = connection.prepareStatement("SELECT 1 FROM absence WHERE ? BETWEEN lowest AND highest");
        admitted = connection.prepareStatement("SELECT 1 FROM admitted WHERE journal = ?");
        admit = connection.prepareStatement("INSERT INTO admitted VALUES (?) ON CONFLICT (journal) DO NOTHING");
    }

    /** An instance is registered; whoever was before and has not ended may come back with shares of these heights. */
    void began(JournalId id, HeightTable.Heights heights, long nowMillis) throws SQLException {
        byte[] own = bytes(id);
        byte[] before = current();
        if (before != null && !Arrays.equals(before, own)) {
            keep.setBytes(1, before);
            keep.setLong(2, Math.max(0, Math.min(heights.committable(), heights.announced()) - HeightTable.MARGIN));
            keep.setLong(3, heights.announced() + InstanceStore.ABSENT_LEAD);
            keep.setLong(4, nowMillis);
            keep.executeUpdate();
            bound.executeUpdate();
        }
        register.setBytes(1, own);
        register.executeUpdate();
    }

    /**
     * An instance is over. What is kept for it stays until it expires where the registered one may still commit such heights: it
     * may have its spool.
     *
     * @param leastCommittable the least height that the registered one may still commit
     * @return whether it was the registered one
     */
    boolean ended(JournalId id, long leastCommittable) throws SQLException {
        byte[] own = bytes(id);
        end.setBytes(1, own);
        end.setLong(2, leastCommittable == Long.MAX_VALUE ? leastCommittable : leastCommittable - HeightTable.MARGIN);
        end.executeUpdate();
        boolean isCurrent = Arrays.equals(current(), own);
        if (isCurrent) {
            register.setBytes(1, null);
            register.executeUpdate();
        }
        return isCurrent;
    }

    private byte @Nullable [] current() throws SQLException {
        try (ResultSet row = registered.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    /** Gives up what is kept for instances that have been absent for longer than is promised. */
    void expire(long nowMillis) throws SQLException {
        expire.setLong(1, nowMillis - InstanceStore.ABSENT.toMillis());
        expire.executeUpdate();
    }

    /** Shares of a batch are not known one by one any more. */
    void pruned(long highest, long newestMillis) throws SQLException {
        raise.setLong(1, highest + 1);
        raise.setLong(2, newestMillis);
        raise.executeUpdate();
    }

    /** Returns why a batch must not be applied, if it must not. */
    Optional<PrunedSharesException> refusal(CreditBatch batch) throws SQLException {
        long below;
        long until;
        try (ResultSet row = pruned.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            below = row.getLong(1);
            until = row.getLong(2) + MARGIN_MILLIS;
        }
        for (ShareCredit share : batch.shares()) {
            long height = share.facts().height();
            if (height < below
                    && share.at().toEpochMilli() <= until
                    && !isCovered(height)
                    && !isAdmitted(batch.journal())) {
                return Optional.of(new PrunedSharesException(batch, height, newest(batch)));
            }
        }
        return Optional.empty();
    }

    private static Instant newest(CreditBatch batch) {
        return batch.shares().stream()
                .map(ShareCredit::at)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private boolean isCovered(long height) throws SQLException {
        covered.setLong(1, height);
        try (ResultSet row = covered.executeQuery()) {
            return row.next();
        }
    }

    private boolean isAdmitted(JournalId journal) throws SQLException {
        admitted.setBytes(1, bytes(journal));
        try (ResultSet row = admitted.executeQuery()) {
            return row.next();
        }
    }

    void admit(JournalId journal) throws SQLException {
        admit.setBytes(1, bytes(journal));
        admit.executeUpdate();
    }

    private static byte[] bytes(JournalId id) {
        return ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
    }
}
