package io.potpool.chain;

import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the chain data file; its format stands in the file's own header. Any deviation is an error with its line. */
final class ChainFile {

    private final Map<String, ChainSpec.Builder> chains = new LinkedHashMap<>();
    private ChainSpec.@Nullable Builder current;

    private ChainFile() {}

    static Map<String, ChainSpec> parse(String text) {
        ChainFile file = new ChainFile();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                file.readNumbered(i + 1, line);
            }
        }
        Map<String, ChainSpec> built = new LinkedHashMap<>();
        file.chains.forEach((name, builder) -> built.put(name, builder.build()));
        return Collections.unmodifiableMap(built);
    }

    private void readNumbered(int number, String line) {
        try {
            read(List.of(line.split(" +")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("chain data, line " + number + ": " + e.getMessage(), e);
        }
    }

    private void read(List<String> words) {
        if (words.get(0).equals("chain")) {
            begin(words);
            return;
        }
        ChainSpec.Builder chain = current;
        if (chain == null) {
            throw new IllegalArgumentException("the first line names a chain");
        }
        switch (words.get(0)) {
            case "maxHeadAge" ->
                chain.maxHeadAge(Optional.of(Duration.parse(only(words, 2).get(1))));
            case "epoch" ->
                chain.epochLength(height(words), Long.parseLong(only(words, 3).get(2)));
            case "reward" -> chain.reward(height(words), reward(words));
            case "uncles" ->
                chain.uncles(height(words), UncleRule.parse(only(words, 3).get(2)));
            case "baseFee" ->
                chain.baseFeeShare(height(words), new BigDecimal(only(words, 3).get(2)));
            case "checkpoint" ->
                chain.checkpoint(height(words), Hash256.parse(only(words, 3).get(2)));
            default -> throw new IllegalArgumentException("unknown word \"" + words.get(0) + "\"");
        }
    }

    private void begin(List<String> words) {
        String name = only(words, 3).get(1);
        current = new ChainSpec.Builder(name, Long.parseLong(words.get(2)), true);
        if (chains.put(name, current) != null) {
            throw new IllegalArgumentException("a second chain " + name);
        }
    }

    private static RewardRule reward(List<String> words) {
        if (words.size() == 3) {
            return new RewardRule.Fixed(Wei.parse(words.get(2)));
        }
        if (!only(words, 6).get(2).equals("ecip1017")) {
            throw new IllegalArgumentException("unknown reward rule \"" + words.get(2) + "\"");
        }
        return new RewardRule.Ecip1017(
                Wei.parse(words.get(3)), Long.parseLong(words.get(4)), Long.parseLong(words.get(5)));
    }

    private static long height(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("a height is missing");
        }
        return Long.parseLong(words.get(1));
    }

    private static List<String> only(List<String> words, int count) {
        if (words.size() != count) {
            throw new IllegalArgumentException("\"" + words.get(0) + "\" takes " + (count - 1) + " values here");
        }
        return words;
    }
}
