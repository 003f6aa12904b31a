package io.potpool.audit;

import io.potpool.rewards.ShareFacts;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A digest over a batch's share rows, so that a change of any column of any row shows. Not thread-safe. */
public final class BatchDigest {

    private static final int BYTES = 16;

    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(96);

    /** Begins without rows. */
    public BatchDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Adds a row. */
    public void add(ShareRow row) {
        ShareFacts facts = row.facts();
        buffer.clear();
        buffer.putLong(facts.header().w0()).putLong(facts.header().w1());
        buffer.putLong(facts.header().w2()).putLong(facts.header().w3());
        buffer.putLong(facts.nonce().value()).putLong(facts.height());
        buffer.putLong(facts.lagFactor().numerator()).putLong(facts.lagFactor().denominator());
        buffer.putLong(row.atMillis()).put((byte) (row.late() ? 1 : 0));
        sha256.update(buffer.flip());
        number(facts.network().value());
        number(facts.blockReward().value());
        number(facts.effective().value());
        number(facts.actual().value());
        number(row.wei());
        text(row.terms());
        text(row.login());
        text(row.worker());
    }

    private void number(BigInteger value) {
        bytes(value.toByteArray());
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        buffer.clear();
        sha256.update(buffer.putInt(bytes.length).flip());
        sha256.update(bytes);
    }

    /** Returns the digest of the rows added, and begins anew. */
    public byte[] finish() {
        return Arrays.copyOf(sha256.digest(), BYTES);
    }
}
