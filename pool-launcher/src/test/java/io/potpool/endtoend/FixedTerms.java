package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.PoolStore;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.TermsLog;
import io.potpool.work.Job;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store's terms log said of each height before its first nonce was hashed, and what every nonce is therefore to
 * be paid, to the wei, whoever sends it whenever. Late shares are to keep all.
 */
final class FixedTerms {

    private static final Address ANYBODY = Address.parse("0x" + "7e".repeat(20));

    /** A nonce that meets the default difficulty, and what it has reached. */
    record Find(Job job, Nonce nonce, Difficulty reached) {
        Hash256 header() {
            return job.header();
        }
    }

    private record Key(Hash256 header, Nonce nonce) {}

    private final Map<Long, TermsLog> heights = new HashMap<>();
    private final Set<Find> sent = new LinkedHashSet<>();
    private int atOwnDifficulty;
    private int below;

    void fix(Job job, PoolStore store) {
        TermsLog log = new TermsLog();
        store.terms().load(0).forEach(log::apply);
        assertThat(heights.put(job.height(), log)).as("one look a height").isNull();
    }

    Difficulty difficulty(NoncePrefix prefix, Job job) {
        return heights.get(job.height()).at(prefix, job.height()).orElseThrow().effective(job);
    }

    void sent(Find find) {
        sent.add(find);
    }

    /** How many finds were paid at a difficulty that is not everybody's. */
    int atOwnDifficulty() {
        return atOwnDifficulty;
    }

    /** How many finds met everybody's difficulty, but not that of the lease they lie under. */
    int below() {
        return below;
    }

    private Wei pay(Find find) {
        NonceTerms terms = heights.get(find.job().height())
                .at(find.nonce(), find.job().height())
                .orElseThrow();
        Difficulty effective = terms.effective(find.job());
        if (find.reached().compareTo(effective) < 0) {
            below++;
            return Wei.ZERO;
        }
        if (!effective.equals(terms.defaultDifficulty())) {
            atOwnDifficulty++;
        }
        ShareFacts facts = new ShareFacts(
                find.header(),
                find.nonce(),
                find.job().height(),
                find.job().network(),
                find.job().blockReward(),
                effective,
                find.reached(),
                Ratio.ONE);
        return BundledSchemes.all().get(terms.reward().schemeId()).onShare(facts, terms.reward(), ANYBODY).stream()
                .filter(entry -> entry.account().equals(Account.of(ANYBODY)))
                .map(entry -> entry.amount())
                .reduce(Wei.ZERO, Wei::plus);
    }

    /** Compares the rows of the store with what was fixed: every find that was sent, and no other. */
    void assertPaid(Path directory) throws SQLException {
        Map<Key, Wei> rows = rows(directory);
        List<String> wrong = new ArrayList<>();
        for (Find find : sent) {
            Wei due = pay(find);
            Wei paid = Optional.ofNullable(rows.remove(new Key(find.header(), find.nonce())))
                    .orElse(Wei.ZERO);
            if (!paid.equals(due)) {
                wrong.add("%s at height %d is due %s wei and was paid %s"
                        .formatted(find.nonce(), find.job().height(), due, paid));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows.keySet()).as("paid, but never sent").isEmpty();
    }

    private static Map<Key, Wei> rows(Path directory) throws SQLException {
        Map<Key, Wei> rows = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("potpool.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT hash, nonce, wei FROM share JOIN header ON header.id = share.header WHERE copy = 0")) {
            while (row.next()) {
                Key key = new Key(Hash256.of(row.getBytes(1)), new Nonce(row.getLong(2)));
                rows.put(key, new Wei(new BigInteger(row.getBytes(3))));
            }
        }
        return rows;
    }
}
