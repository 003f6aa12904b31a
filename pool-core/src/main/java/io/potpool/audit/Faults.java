package io.potpool.audit;

import java.util.ArrayList;
import java.util.List;

/** What an audit found wrong, with a bound. */
public final class Faults {

    private static final int TOLD = 100;

    private final List<String> told = new ArrayList<>();
    private long all;

    /** Adds one, in words for the operator. */
    public void add(String fault) {
        all++;
        if (told.size() < TOLD) {
            told.add(fault);
        }
    }

    /** Returns the first 100, and how many more there are. */
    public List<String> list() {
        List<String> list = new ArrayList<>(told);
        if (all > told.size()) {
            list.add("and " + (all - told.size()) + " more");
        }
        return List.copyOf(list);
    }
}
