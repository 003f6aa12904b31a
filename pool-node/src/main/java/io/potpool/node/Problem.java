package io.potpool.node;

/** Something wrong with a node, with the reason in words for a log. */
record Problem(Kind kind, String text) {

    /** The kinds of trouble, each with how far it sets a node back. */
    enum Kind {
        /** Worth a warning; does not change the order. */
        FEW_PEERS(0),
        AGING_HEAD(0),
        BRANCHED(0),
        UNSETTLED(0),
        /** Its work may soon be worth less than another node's. */
        NO_PEERS(1),
        SYNCING(1),
        OLD_HEAD(1),
        /** Its work is probably worth nothing. */
        BEHIND(2),
        FROZEN(2),
        LIGHTER_BRANCH(2),
        REFUSED(2),
        /** It gives no work. */
        SLOW(3),
        NO_WORK(3),
        UNREACHABLE(4),
        /** Its work must not be used, whatever happens to the other nodes. */
        OTHER_CHAIN(Kind.EXCLUDED),
        WRONG_CHAIN(Kind.EXCLUDED),
        FOREIGN_ETHERBASE(Kind.EXCLUDED);

        static final int EXCLUDED = 9;

        private final int rank;

        Kind(int rank) {
            this.rank = rank;
        }

        /** Returns 0 for a mere warning, more the worse it is, and {@link #EXCLUDED} at most. */
        int rank() {
            return rank;
        }
    }

    /** Returns the rank of the worst of {@code problems}, 0 if there is none. */
    static int worst(Iterable<Problem> problems) {
        int worst = 0;
        for (Problem problem : problems) {
            worst = Math.max(worst, problem.kind().rank());
        }
        return worst;
    }
}
