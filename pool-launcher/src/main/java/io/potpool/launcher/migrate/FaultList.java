package io.potpool.launcher.migrate;

import java.util.ArrayList;
import java.util.List;

/** What must be put right before anything is imported; the first hundred in words, the others counted. */
final class FaultList {

    private static final int MOST = 100;

    private final List<String> words = new ArrayList<>();
    private long more;

    void add(String fault) {
        if (words.size() < MOST) {
            words.add(fault);
        } else {
            more++;
        }
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
