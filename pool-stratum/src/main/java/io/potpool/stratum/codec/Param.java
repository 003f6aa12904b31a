package io.potpool.stratum.codec;

/**
 * One element of a request's params.
 *
 * @param text the string's value, or the token as written for numbers and booleans; empty for the other kinds
 */
public record Param(Kind kind, String text) {

    /** The kinds of JSON values. */
    public enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        NESTED
    }

    static final Param NULL = new Param(Kind.NULL, "");
    static final Param NESTED = new Param(Kind.NESTED, "");
}
