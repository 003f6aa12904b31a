package io.potpool.launcher.migrate;

/**
 * What an import goes on from.
 *
 * @param copied the ids of history that the target is known to have
 * @param stopCheck called before the first row is written; throws where nothing is to be written any more
 */
record Ongoing(SeenIds copied, Runnable stopCheck) {

    /** A beginning that nobody ends. */
    static Ongoing fresh() {
        return new Ongoing(new SeenIds(), () -> {});
    }
}
