package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.spi.HistoryRecord;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns rows of the family's sorted sets into records of the history. A row of another form is kept as it is: nothing is
 * lost, and nothing is guessed.
 */
final class OldRows {

    /** The kind of records of a login's own facts. */
    static final String ACCOUNT = "account";

    private static final String[] CANDIDATE = {"nonce", "header", "mix", "foundAt", "difficulty", "roundShares"};
    private static final String[] BLOCK = {
        "uncleHeight", "orphan", "nonce", "hash", "foundAt", "difficulty", "roundShares", "rewardWei"
    };
    private static final int LONGEST = 2_000;
    private static final int LONGEST_SCORE = 60;

    private final String source;

    /** @param source what ids begin with */
    OldRows(String source) {
        this.source = source;
    }

    /** {@code txHash:L:amount}, the score is seconds. */
    HistoryRecord payment(String score, String member) {
        String[] parts = member.split(":", -1);
        SortedMap<String, String> fields = new TreeMap<>();
        Optional<Address> login = parts.length == 3 ? address(parts[1]) : Optional.empty();
        if (login.isPresent()) {
            fields.put("transaction", bounded(parts[0]));
            fields.put("shannon", bounded(parts[2]));
        } else {
            fields.put("row", bounded(member));
        }
        return record("payment", score, member, score, login, fields);
    }

    /** Returns what a row of payments has paid; nothing for a row of another form. */
    static Shannon paid(HistoryRecord payment) {
        try {
            return Shannon.parse(payment.fields().getOrDefault("shannon", ""));
        } catch (IllegalArgumentException otherForm) {
            return Shannon.ZERO;
        }
    }

    /** {@code minedShannon:hashes} of a day or an hour, the score is seconds. */
    HistoryRecord shift(String kind, Address login, String score, String member) {
        String[] parts = member.split(":", -1);
        SortedMap<String, String> fields = new TreeMap<>();
        if (parts.length == 2) {
            fields.put("shannon", bounded(parts[0]));
            fields.put("hashes", bounded(parts[1]));
        } else {
            fields.put("row", bounded(member));
        }
        return record(kind, score, login + ":" + member, score, Optional.of(login), fields);
    }

    /** Returns the sorted sets of found blocks, by the state that a block has in them. */
    static SortedMap<String, String> blocks(String prefix) {
        return new TreeMap<>(Map.of(
                "candidate",
                prefix + ":blocks:candidates",
                "immature",
                prefix + ":blocks:immature",
                "matured",
                prefix + ":blocks:matured"));
    }

    /** A block of POT's candidates, or of sammy's candidates, immature or matured; the score is the height. */
    HistoryRecord block(String state, String score, String member) {
        String[] parts = member.split(":", -1);
        String[] names = state.equals("candidate") ? CANDIDATE : BLOCK;
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("state", state);
        fields.put("height", bounded(score));
        boolean known = parts.length >= names.length;
        for (int i = 0; known && i < names.length; i++) {
            fields.put(names[i], bounded(parts[i]));
        }
        if (parts.length != names.length) {
            fields.put("row", bounded(member));
        }
        return record(
                "block", score, state + ":" + member, fields.getOrDefault("foundAt", "0"), Optional.empty(), fields);
    }

    HistoryRecord account(OldMiner miner) {
        return new HistoryRecord(
                source + ":account:" + miner.login(),
                ACCOUNT,
                miner.lastShare(),
                Optional.of(miner.login()),
                miner.facts());
    }

    private HistoryRecord record(
            String kind,
            String score,
            String name,
            String seconds,
            Optional<Address> login,
            SortedMap<String, String> fields) {
        String id = source + ":" + kind + ":" + shortened(plain(score)) + ":" + Ids.bounded(name);
        return new HistoryRecord(id, kind, OldMiner.time(plain(seconds)), login, fields);
    }

    private static String shortened(String score) {
        return score.length() <= LONGEST_SCORE ? score : Ids.shortOf(score);
    }

    /** Redis writes large scores with an exponent. */
    static String plain(String score) {
        try {
            return new BigDecimal(score).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException infinite) {
            return score;
        }
    }

    static Optional<Address> address(String text) {
        try {
            return text.startsWith("0x") || text.startsWith("0X") ? Optional.of(Address.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
