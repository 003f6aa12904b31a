package io.potpool.spi;

/** What a miner may do wrong. Only shares that were judged, or cannot be, are measured against good ones. */
public enum Offence {
    /** A line that is not a request, or too long. */
    MALFORMED("malformed", false),
    /** Requests that no protocol has, told ever more seldom: the 10th, the 50th, the 250th of a session, and so on. */
    UNKNOWN_METHOD("unknown-method", false),
    /** Shares sent again and again without a login. */
    NO_LOGIN("no-login", false),
    /** A share whose form is wrong. */
    BAD_SHARE("bad-share", true),
    /** A hash that misses the share difficulty. */
    LOW_SHARE("low-share", true),
    /** A nonce that is not the session's. */
    FOREIGN_NONCE("foreign-nonce", true);

    private final String label;
    private final boolean share;

    Offence(String label, boolean share) {
        this.label = label;
        this.share = share;
    }

    /** Returns its name in metrics and logs. */
    public String label() {
        return label;
    }

    /** Returns whether it is an invalid share, not a malformed request. */
    public boolean isShare() {
        return share;
    }
}
