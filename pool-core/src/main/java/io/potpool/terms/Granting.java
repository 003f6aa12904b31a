package io.potpool.terms;

/** What may become of a prefix that a session has got. */
enum Granting {
    /** It may be granted to whoever logs in. */
    ANYBODY,
    /** It still decides heights: it may be granted to the login that held it. */
    SAME_LOGIN,
    /** It is never granted: its session mines under default terms. */
    NOBODY
}
