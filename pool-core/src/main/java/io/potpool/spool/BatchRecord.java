package io.potpool.spool;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A batch as a record of the spool. What is asked of every record at a start comes first, so that its shares need not be
 * read for it.
 */
final class BatchRecord {

    private static final int HEAD = 8 + 8 + 8 + 8 + 4;

    private final long sequence;
    private final long writtenMillis;
    private final long lowest;
    private final long highest;
    private final int shares;
    private final byte[] payload;

    private BatchRecord(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        this.sequence = in.readLong();
        this.writtenMillis = in.readLong();
        this.lowest = in.readLong();
        this.highest = in.readLong();
        this.shares = in.readInt();
        this.payload = payload;
    }

    static BatchRecord of(CreditBatch batch, long nowMillis) throws IOException {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (ShareCredit share : batch.shares()) {
            lowest = Math.min(lowest, share.facts().height());
            highest = Math.max(highest, share.facts().height());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(batch.sequence());
        out.writeLong(nowMillis);
        out.writeLong(lowest);
        out.writeLong(highest);
        out.writeInt(batch.shares().size());
        CreditCodec.write(out, batch.shares());
        return new BatchRecord(bytes.toByteArray());
    }

    /** Returns whether this has what is asked of every record. */
    static boolean hasHead(byte[] payload) {
        return payload.length >= HEAD;
    }

    /** @throws IOException if this has no head; whether its shares can be read is not looked at */
    static BatchRecord read(byte[] payload) throws IOException {
        return new BatchRecord(payload);
    }

    long sequence() {
        return sequence;
    }

    /** Returns the same record under another sequence. */
    byte[] payload(long otherSequence) {
        return ByteBuffer.wrap(payload.clone()).putLong(0, otherSequence).array();
    }

    /** Returns when it was spooled. */
    long writtenMillis() {
        return writtenMillis;
    }

    /** Returns the lowest height of its shares. */
    long lowest() {
        return lowest;
    }

    /** Returns the highest height of its shares. */
    long highest() {
        return highest;
    }

    /** Returns how many shares it says it has. */
    int shares() {
        return shares;
    }

    byte[] payload() {
        return payload;
    }

    /** @throws IOException if its shares cannot be read */
    CreditBatch batch(JournalId journal) throws IOException {
        try {
            return decoded(journal);
        } catch (RuntimeException wrong) {
            throw new IOException("not a batch", wrong);
        }
    }

    private CreditBatch decoded(JournalId journal) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload, HEAD, payload.length - HEAD));
        List<ShareCredit> credits = CreditCodec.read(in);
        if (credits.size() != shares || in.available() > 0) {
            throw new IOException("a batch of another size than it says");
        }
        return new CreditBatch(journal, sequence, credits);
    }
}
