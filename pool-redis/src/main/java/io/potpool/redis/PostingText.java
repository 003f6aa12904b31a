package io.potpool.redis;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Postings as they are kept. */
final class PostingText {

    private PostingText() {}

    static byte[] bytes(Posting posting) {
        Bytes.Out out = new Bytes.Out();
        out.text(posting.id());
        out.text(posting.kind());
        out.signed(posting.at().toEpochMilli());
        out.text(posting.note());
        out.number(posting.entries().size());
        posting.entries().forEach(entry -> {
            out.text(entry.account().name());
            out.big(entry.amount().value());
        });
        return Digest.seal(out.toBytes());
    }

    /** @throws IllegalArgumentException if the bytes are not a posting as it was written */
    static Posting read(byte[] bytes) {
        Bytes.In in = new Bytes.In(Digest.open(bytes));
        String id = in.text();
        String kind = in.text();
        Instant at = Instant.ofEpochMilli(in.signed());
        String note = in.text();
        List<Entry> entries = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            entries.add(new Entry(new Account(in.text()), new Wei(in.big())));
        }
        in.end();
        return new Posting(id, kind, at, note, entries);
    }
}
