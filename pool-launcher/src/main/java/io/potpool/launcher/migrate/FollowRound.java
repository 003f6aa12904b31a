package io.potpool.launcher.migrate;

import java.util.List;

/**
 * What one reading of an old pool that may still run came to.
 *
 * @param totals what would be imported at this moment, without open payments
 * @param state all that was read that an old pool changes; two equal ones mean that nothing has happened between
 * @param signs what says that something of the old pool, or an instance of the new one, runs
 * @param faults what stands against an import at this moment apart from these
 * @param copied how many rows of the past were copied
 */
record FollowRound(Totals totals, String state, List<String> signs, List<String> faults, long copied) {

    FollowRound {
        signs = List.copyOf(signs);
        faults = List.copyOf(faults);
    }

    boolean nothingInTheWay() {
        return signs.isEmpty() && faults.isEmpty();
    }

    /** Returns a line for the operator. */
    String inWords(long quietSeconds) {
        return totals.miners + " miners, now owed " + totals.balances + " Shannon; rows of the past copied " + copied
                + "; no change for " + quietSeconds + " s"
                + (signs.isEmpty() ? "" : "; " + signs.get(0) + more(signs))
                + (faults.isEmpty() ? "" : "; in the way: " + faults.get(0) + more(faults));
    }

    private static String more(List<String> words) {
        return words.size() > 1 ? " (and " + (words.size() - 1) + " more)" : "";
    }
}
