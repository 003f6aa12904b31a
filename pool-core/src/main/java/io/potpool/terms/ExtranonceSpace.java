package io.potpool.terms;

/**
 * The part of the nonce space that this instance grants prefixes from, by the nonce's first byte; instances that share a
 * node must not share it.
 *
 * @param lowest the lowest first byte, 0 to 255
 * @param highest the highest first byte, not below {@code lowest}
 */
public record ExtranonceSpace(int lowest, int highest) {

    /** The whole nonce space. */
    public static final ExtranonceSpace ALL = new ExtranonceSpace(0, 255);

    /** @throws IllegalArgumentException if the bytes are outside 0..255 or in the wrong order */
    public ExtranonceSpace {
        if (lowest < 0 || highest > 255 || lowest > highest) {
            throw new IllegalArgumentException("not a range of bytes: " + lowest + " to " + highest);
        }
    }
}
