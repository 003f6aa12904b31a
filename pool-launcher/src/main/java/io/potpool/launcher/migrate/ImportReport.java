package io.potpool.launcher.migrate;

import java.util.ArrayList;
import java.util.List;

/**
 * What an import found and did.
 *
 * @param body what the source holds: the same for a dry run and a real one
 * @param faults why nothing was imported; empty if all is well
 * @param outcome what was done
 */
public record ImportReport(List<String> body, List<String> faults, String outcome) {

    /** Returns whether nothing stands against the import. */
    public boolean ok() {
        return faults.isEmpty();
    }

    /** Returns all of it, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(body);
        faults.forEach(fault -> lines.add("REFUSED " + fault));
        lines.add(outcome);
        return lines;
    }
}
