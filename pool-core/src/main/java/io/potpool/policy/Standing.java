package io.potpool.policy;

/** The shares under way of one sender, and the good ones that vouch for them. Guarded by the lock of its {@link Host}. */
final class Standing {

    private int good;
    private int underWay;

    /** Returns whether its good shares vouch for one more under way. */
    boolean vouches() {
        return underWay < good;
    }

    int unproven() {
        return Math.max(0, underWay - good);
    }

    boolean isUnknown() {
        return good == 0 && underWay == 0;
    }

    void sent() {
        underWay++;
    }

    void answered(boolean proven) {
        underWay--;
        good += proven ? 1 : 0;
    }
}
