package io.potpool.sqlite;

import io.potpool.audit.BatchDigest;
import io.potpool.audit.Faults;
import io.potpool.audit.Recomputation;
import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.spi.RewardSchemes;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Walks all batches with their shares and entries, side by side in their order, and recomputes each. */
final class BatchAudit {

    private final Faults faults;
    private final Tally total;
    private final Recomputation recomputation;
    private final BatchDigest digest = new BatchDigest();
    private final Connection connection;

    /** @param total takes what all entries sum to and how many shares are credited, by account */
    BatchAudit(Connection connection, RewardSchemes schemes, Faults faults, Tally total) {
        this.connection = connection;
        this.faults = faults;
        this.total = total;
        this.recomputation = new Recomputation(schemes, faults);
    }

    void run() throws SQLException {
        try (Statement a = connection.createStatement();
                Statement b = connection.createStatement();
                Statement c = connection.createStatement();
                ResultSet batch = a.executeQuery(
                        "SELECT id, first_share, shares, fates, digest FROM batch WHERE state <> 1 ORDER BY id");
                ResultSet shareRows = b.executeQuery(ShareRows.SELECT + "ORDER BY s.id");
                ResultSet entryRows = c.executeQuery("SELECT e.batch, a.name, e.amount FROM entry e"
                        + " LEFT JOIN account a ON a.id = e.account ORDER BY e.batch")) {
            Cursor shares = new Cursor(shareRows);
            Cursor entries = new Cursor(entryRows);
            while (batch.next()) {
                strayShares(shares, batch.getLong(2));
                strayEntries(entries, batch.getLong(1));
                check(batch, shares, entries);
            }
            strayShares(shares, Long.MAX_VALUE);
            strayEntries(entries, Long.MAX_VALUE);
        }
    }

    private void strayShares(Cursor shares, long before) throws SQLException {
        while (shares.at() < before) {
            faults.add("share row " + shares.at() + " belongs to no batch");
            shares.next();
        }
    }

    private void strayEntries(Cursor entries, long before) throws SQLException {
        while (entries.at() < before) {
            faults.add("an entry of batch " + entries.at() + ", which has no shares");
            entries.next();
        }
    }

    private void check(ResultSet batch, Cursor shares, Cursor entries) throws SQLException {
        long id = batch.getLong(1);
        long end = batch.getLong(2) + batch.getInt(3);
        Fates fates = Fates.read(batch.getBytes(4));
        Tally credits = new Tally();
        boolean known = true;
        int count = 0;
        while (shares.at() < end) {
            known &= share(shares.row(), id, fates.isLate((int) (shares.at() - batch.getLong(2))), credits);
            count++;
            shares.next();
        }
        if (count != batch.getInt(3)) {
            faults.add("batch " + id + ": " + count + " share rows of " + batch.getInt(3));
        }
        if (!Arrays.equals(digest.finish(), batch.getBytes(5))) {
            faults.add("batch " + id + ": its share rows are not what was written");
        }
        Tally booked = booked(id, entries);
        if (known) {
            recomputation.compare("batch " + id, credits, booked);
        }
        total.add(booked);
        credits.lines().forEach((login, line) -> total.add(login, BigInteger.ZERO, line.shares));
    }

    /** Returns whether the share's entries are known. */
    private boolean share(ResultSet row, long batch, boolean late, Tally credits) throws SQLException {
        String name = "share row " + row.getLong(ShareRows.ID);
        try {
            ShareRow share = ShareRows.read(row);
            digest.add(share);
            if (row.getLong(ShareRows.BATCH) != batch || share.late() != late) {
                faults.add(name + ": batch " + batch + " has it with another number or outcome");
            }
            return recomputation.add(name, share, credits);
        } catch (IllegalArgumentException damage) {
            faults.add(name + ": " + damage.getMessage());
            return false;
        }
    }

    private Tally booked(long batch, Cursor entries) throws SQLException {
        Tally booked = new Tally();
        while (entries.at() == batch) {
            try {
                booked.add(String.valueOf(entries.row().getString(2)), Columns.wei(entries.row(), 3), 0);
            } catch (IllegalArgumentException damage) {
                faults.add("an entry of batch " + batch + ": " + damage.getMessage());
            }
            entries.next();
        }
        if (booked.sum().signum() != 0) {
            faults.add("batch " + batch + ": its entries sum to " + booked.sum() + ", not to 0");
        }
        return booked;
    }
}
