package io.potpool.chain;

import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What blocks and uncles of a chain earn, by height. Immutable; heights are at least 0, or an
 * {@link IllegalArgumentException} is thrown.
 *
 * <p>Has a canonical text, by which the terms log keeps it: equal schedules, equal text.
 */
public final class RewardSchedule {

    /** How many heights a schedule may have at which something changes, rewards and uncle rules apart. */
    static final int MOST_CHANGES = 1000;

    private final ByHeight<RewardRule> rewards;
    private final ByHeight<UncleRule> uncles;
    /** Asked for every share, of which most are of one height. */
    private volatile @Nullable Known latest;

    private record Known(long height, Wei reward) {}

    RewardSchedule(ByHeight<RewardRule> rewards, ByHeight<UncleRule> uncles) {
        this.rewards = rewards;
        this.uncles = uncles;
    }

    /** Returns the static reward of the block at {@code height}, without fees and uncles. */
    public Wei blockReward(long height) {
        Known known = latest;
        if (known == null || known.height() != height) {
            known = new Known(height, rewards.at(height).at(height));
            latest = known;
        }
        return known.reward();
    }

    /**
     * Returns the ECIP-1017 era of {@code height}, from 0, by the latest ECIP-1017 schedule that began at or below it;
     * empty if there is none.
     */
    public OptionalLong eraOf(long height) {
        for (RewardRule rule : rewards.downFrom(height)) {
            if (rule instanceof RewardRule.Ecip1017 eras) {
                return OptionalLong.of(eras.era(height));
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the rule for uncles included by the block at {@code height}. */
    public UncleRule uncleRule(long height) {
        return uncles.at(height);
    }

    /**
     * Returns the canonical form, such as {@code 0 fixed 5000000000000000000|0 none}: the block rewards by the height each
     * begins at, then the uncle rules; {@code ecip1017} is followed by base, length of an era and height of the fork.
     */
    public String toText() {
        String amounts = rewards.changes().entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining(","));
        String rules = uncles.changes().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().text())
                .collect(Collectors.joining(","));
        return amounts + "|" + rules;
    }

    private static String text(RewardRule rule) {
        if (rule instanceof RewardRule.Ecip1017 eras) {
            return "ecip1017 " + eras.base().value() + " " + eras.eraLength() + " " + eras.forkHeight();
        }
        return "fixed " + rule.at(0).value();
    }

    /**
     * Parses what {@link #toText()} writes.
     *
     * @throws IllegalArgumentException if {@code text} has another form
     */
    public static RewardSchedule parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 2) {
            throw malformed(text);
        }
        try {
            List<Map.Entry<Long, RewardRule>> amounts = new ArrayList<>();
            for (String part : entries(parts[0])) {
                String[] words = part.split(" ", 2);
                amounts.add(Map.entry(Long.parseLong(words[0]), rule(words[1])));
            }
            List<Map.Entry<Long, UncleRule>> rules = new ArrayList<>();
            for (String part : entries(parts[1])) {
                String[] words = part.split(" ", 2);
                rules.add(Map.entry(Long.parseLong(words[0]), UncleRule.parse(words[1])));
            }
            RewardSchedule parsed = new RewardSchedule(ByHeight.of(amounts), ByHeight.of(rules));
            if (!parsed.toText().equals(text)) {
                throw malformed(text);
            }
            return parsed;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw malformed(text);
        }
    }

    private static String[] entries(String part) {
        String[] entries = part.split(",", MOST_CHANGES + 1);
        if (entries.length > MOST_CHANGES) {
            throw new IllegalArgumentException("a reward schedule of more than " + MOST_CHANGES + " changes");
        }
        return entries;
    }

    private static RewardRule rule(String text) {
        String[] words = text.split(" ", -1);
        Wei amount = new Wei(new BigInteger(words[1]));
        return words[0].equals("ecip1017")
                ? new RewardRule.Ecip1017(amount, Long.parseLong(words[2]), Long.parseLong(words[3]))
                : new RewardRule.Fixed(amount);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "not a reward schedule such as \"0 fixed 2000000000000000000|0 eth8\": " + text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RewardSchedule schedule && schedule.toText().equals(toText());
    }

    @Override
    public int hashCode() {
        return toText().hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
