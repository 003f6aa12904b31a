package io.potpool.launcher.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads {@code verifier}, which is the text {@code "light"} or {@code "full"} or an object with {@code mode},
 * {@code dataset} and {@code threads}; and the family's {@code threads}, which bounds the process: here it bounds what uses
 * the processors, the verifier.
 */
final class VerifierReader {

    private static final int MAX_THREADS = 1_024;
    private static final String KEY = "verifier";

    private final Section root;

    VerifierReader(Section root) {
        this.root = root;
    }

    VerifierConfig read() {
        long family = root.integer("threads", Integer.MIN_VALUE, MAX_THREADS).orElse(0L);
        if (root.given(KEY).orElse(null) instanceof Value.Text) {
            boolean full = mode(root, KEY);
            return new VerifierConfig(
                    threads(family), full ? VerifierConfig.Dataset.FILE : VerifierConfig.Dataset.LIGHT);
        }
        Section verifier = root.section(KEY);
        long own = verifier.integer("threads", 1, MAX_THREADS).orElse(family);
        boolean full = mode(verifier, "mode");
        VerifierConfig.Dataset place = place(verifier);
        if (verifier.has("dataset") && !full) {
            verifier.error(
                    "dataset", "says where the dataset of \"mode\": \"full\" is kept; without that there is none");
        }
        return new VerifierConfig(threads(own), full ? place : VerifierConfig.Dataset.LIGHT);
    }

    private static OptionalInt threads(long count) {
        return count > 0 ? OptionalInt.of((int) count) : OptionalInt.empty();
    }

    private static boolean mode(Section section, String key) {
        Optional<Boolean> full = section.text(key, text -> switch (text) {
            case "light" -> false;
            case "full" -> true;
            default -> throw new IllegalArgumentException("must be \"light\" or \"full\"");
        });
        return full.orElse(false);
    }

    private static VerifierConfig.Dataset place(Section verifier) {
        Optional<VerifierConfig.Dataset> place = verifier.text("dataset", text -> switch (text) {
            case "file" -> VerifierConfig.Dataset.FILE;
            case "heap" -> VerifierConfig.Dataset.HEAP;
            default -> throw new IllegalArgumentException("must be \"file\" or \"heap\"");
        });
        return place.orElse(VerifierConfig.Dataset.FILE);
    }
}
