package io.potpool.launcher.migrate;

import java.util.ArrayList;
import java.util.List;

/** What must be put right before anything is imported; the first hundred in words, the others counted. */
final class FaultList {

    private static final int MOST = 100;
    private static final int LONGEST = 1_000;

    private final List<String> words = new ArrayList<>();
    private long more;

    void add(String fault) {
        if (words.size() < MOST) {
            words.add(printable(fault));
        } else {
            more++;
        }
    }

    /** Names come from a store that anybody may have written to: no control sequences for a terminal, and no end of text. */
    static String printable(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(words);
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }
}
