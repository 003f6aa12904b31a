package io.potpool.launcher.migrate;

/** Ends a long reading because the process is to end; nothing of the ledger is being written. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("stopped");
    }

    /** @throws StoppedException if so */
    static void check(FollowControl control) {
        if (control.stopped()) {
            throw new StoppedException();
        }
    }
}
