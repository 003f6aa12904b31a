package io.potpool.redis;

import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.JournalId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch as it is kept: one value with all its share rows, and what it booked for each account.
 *
 * @param booked wei and counts of credited shares by account
 */
record StoredBatch(JournalId journal, long sequence, List<ShareRow> rows, Tally booked) {

    private static final int VERSION = 1;
    private static final String HEX = "0x[0-9a-f]{40}";

    private record Job(Hash256 header, long height, BigInteger network, BigInteger reward) {}

    long newestMillis() {
        return rows.stream().mapToLong(ShareRow::atMillis).max().orElse(0);
    }

    long highest() {
        return rows.stream().mapToLong(row -> row.facts().height()).max().orElse(0);
    }

    byte[] toBytes() {
        Table<Job> jobs = new Table<>();
        Table<String> terms = new Table<>();
        Table<String> names = new Table<>();
        Table<String> workers = new Table<>();
        long base = rows.isEmpty() ? 0 : rows.get(0).atMillis();
        Bytes.Out body = new Bytes.Out();
        body.number(rows.size());
        for (ShareRow row : rows) {
            ShareFacts facts = row.facts();
            body.number(jobs.number(new Job(
                    facts.header(),
                    facts.height(),
                    facts.network().value(),
                    facts.blockReward().value())));
            body.fixed(facts.nonce().value());
            body.number(terms.number(row.terms()));
            body.number(names.number(row.login()));
            body.number(workers.number(row.worker()));
            body.signed(row.atMillis() - base);
            body.big(facts.effective().value());
            body.big(facts.actual().value());
            body.number(facts.lagFactor().numerator());
            body.number(facts.lagFactor().denominator());
            body.number(row.late() ? 1 : 0);
            body.big(row.wei());
        }
        body.number(booked.lines().size());
        booked.lines().forEach((name, line) -> {
            body.number(names.number(name));
            body.big(line.amount);
            body.number(line.shares);
        });
        Bytes.Out all = new Bytes.Out();
        all.number(VERSION);
        all.raw(Keys.bytes(journal));
        all.number(sequence);
        all.signed(base);
        all.number(jobs.values().size());
        for (Job job : jobs.values()) {
            all.raw(job.header().toBytes());
            all.number(job.height());
            all.big(job.network());
            all.big(job.reward());
        }
        texts(all, terms.values());
        texts(all, names.values());
        texts(all, workers.values());
        all.raw(body.toBytes());
        return Digest.seal(all.toBytes());
    }

    private static void texts(Bytes.Out out, List<String> values) {
        out.number(values.size());
        values.forEach(value -> {
            boolean isAddress = value.matches(HEX);
            out.number(isAddress ? 1 : 0);
            if (isAddress) {
                out.raw(java.util.HexFormat.of().parseHex(value.substring(2)));
            } else {
                out.text(value);
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are not a batch as it was written */
    static StoredBatch read(byte[] bytes) {
        Bytes.In in = new Bytes.In(Digest.open(bytes));
        if (in.number() != VERSION) {
            throw new IllegalArgumentException("written by another version of this program");
        }
        JournalId journal = new JournalId(in.fixed(), in.fixed());
        long sequence = in.number();
        long base = in.signed();
        List<Job> jobs = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            jobs.add(new Job(Hash256.of(in.raw(Hash256.BYTES)), in.number(), in.big(), in.big()));
        }
        List<String> terms = texts(in);
        List<String> names = texts(in);
        List<String> workers = texts(in);
        List<ShareRow> rows = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            Job job = Table.get(jobs, in.number());
            Nonce nonce = new Nonce(in.fixed());
            String under = Table.get(terms, in.number());
            String login = Table.get(names, in.number());
            String worker = Table.get(workers, in.number());
            long at = base + in.signed();
            ShareFacts facts = new ShareFacts(
                    job.header(),
                    nonce,
                    job.height(),
                    new Difficulty(job.network()),
                    new Wei(job.reward()),
                    new Difficulty(in.big()),
                    new Difficulty(in.big()),
                    new Ratio(in.number(), in.number()));
            boolean late = in.number() == 1;
            rows.add(new ShareRow(facts, under, login, worker, at, in.big(), late));
        }
        Tally booked = new Tally();
        for (int left = in.count(); left > 0; left--) {
            booked.add(Table.get(names, in.number()), in.big(), in.number());
        }
        in.end();
        return new StoredBatch(journal, sequence, List.copyOf(rows), booked);
    }

    private static List<String> texts(Bytes.In in) {
        List<String> values = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            values.add(in.number() == 1 ? "0x" + java.util.HexFormat.of().formatHex(in.raw(20)) : in.text());
        }
        return values;
    }

    /** Returns whether what is booked is balanced. */
    boolean isBalanced() {
        return booked.sum().signum() == 0;
    }

    /** Returns the sums by account. */
    Map<String, Tally.Line> lines() {
        return booked.lines();
    }
}
