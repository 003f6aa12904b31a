package io.potpool.redis;

import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Records of the terms log as they are kept. */
final class TermsText {

    private static final int DEFAULTS = 1;
    private static final int LEASE = 2;
    private static final int END = 3;

    private TermsText() {}

    static byte[] bytes(TermsChange change) {
        Bytes.Out out = new Bytes.Out();
        if (change instanceof TermsChange.Defaults defaults) {
            out.number(DEFAULTS);
            out.big(defaults.terms().difficulty().value());
            out.text(defaults.terms().reward().toText());
            out.text(defaults.terms().schedule().map(RewardSchedule::toText).orElse(""));
        } else if (change instanceof TermsChange.Lease lease) {
            out.number(LEASE);
            out.text(lease.prefix().toHex());
            out.text(lease.login().text());
            out.text(lease.terms().difficulty().map(d -> d.value().toString()).orElse(""));
            out.text(lease.terms().a().map(BigDecimal::toString).orElse(""));
        } else if (change instanceof TermsChange.End end) {
            out.number(END);
            out.text(end.prefix().toHex());
        }
        return out.toBytes();
    }

    /** Returns a settled record as the scripts write it. */
    static byte[] bytes(TermsRecord entry) {
        byte[] head = (entry.fromHeight() + " " + entry.by() + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] change = bytes(entry.change());
        return ByteBuffer.allocate(head.length + change.length)
                .put(head)
                .put(change)
                .array();
    }

    /**
     * Reads {@code height by change}, as the scripts write it.
     *
     * @throws StoreException if it is damaged: no pool may run on terms that it does not know
     */
    static TermsRecord read(long sequence, byte[] record) {
        try {
            int first = indexOf(record, 0);
            int second = indexOf(record, first + 1);
            long height = Long.parseLong(new String(record, 0, first, StandardCharsets.US_ASCII));
            String by = new String(record, first + 1, second - first - 1, StandardCharsets.US_ASCII);
            Bytes.In in = new Bytes.In(record);
            in.raw(second + 1);
            TermsChange change = change(in);
            in.end();
            return new TermsRecord(sequence, JournalId.parse(by), height, change);
        } catch (IllegalArgumentException damaged) {
            throw new StoreException(
                    "record " + sequence + " of the terms log is damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static int indexOf(byte[] record, int from) {
        for (int i = from; i < record.length; i++) {
            if (record[i] == ' ') {
                return i;
            }
        }
        throw new IllegalArgumentException("cut off");
    }

    private static TermsChange change(Bytes.In in) {
        long kind = in.number();
        if (kind == DEFAULTS) {
            Difficulty difficulty = new Difficulty(in.big());
            RewardTerms reward = RewardTerms.parse(in.text());
            String schedule = in.text();
            return new TermsChange.Defaults(new Terms(
                    difficulty,
                    reward,
                    schedule.isEmpty() ? Optional.empty() : Optional.of(RewardSchedule.parse(schedule))));
        }
        NoncePrefix prefix = NoncePrefix.parse(in.text());
        if (kind == END) {
            return new TermsChange.End(prefix);
        }
        if (kind != LEASE) {
            throw new IllegalArgumentException("an unknown kind of change");
        }
        Address login = new Address(in.text());
        String difficulty = in.text();
        String a = in.text();
        return new TermsChange.Lease(
                prefix,
                login,
                new LeaseTerms(
                        difficulty.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Difficulty(new java.math.BigInteger(difficulty))),
                        a.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(a))));
    }
}
