package io.potpool.stratum;

import io.potpool.spi.Offence;
import io.potpool.spi.Visit;

/** What a session does that is harmless once and a nuisance in masses. Event loop only. */
final class Manners {

    private static final int BEFORE_LOGIN = 64;
    private static final int FREE_SHARES = 3;
    private static final int FIRST_UNKNOWN = 10;
    private static final int STEP = 5;

    private int requests;
    private int unknown;
    private int nextUnknown = FIRST_UNKNOWN;
    private int sharesWithoutLogin;

    /** Returns whether one more request is read of a session that has not logged in. */
    boolean mayAskBeforeLogin() {
        return ++requests <= BEFORE_LOGIN;
    }

    /** A logged-in session used a method that no protocol has: the 10th, 50th, 250th ... is a strike. */
    void unknownMethod(Visit visit) {
        if (++unknown == nextUnknown) {
            nextUnknown = nextUnknown > Integer.MAX_VALUE / STEP ? Integer.MAX_VALUE : nextUnknown * STEP;
            visit.offends(Offence.UNKNOWN_METHOD);
        }
    }

    /** A share came from a session that has not logged in; the first three are free. */
    void shareWithoutLogin(Visit visit) {
        if (++sharesWithoutLogin > FREE_SHARES) {
            visit.offends(Offence.NO_LOGIN);
        }
    }
}
