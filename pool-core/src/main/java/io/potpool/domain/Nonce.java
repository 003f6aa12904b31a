package io.potpool.domain;

/** The 64-bit number a miner varies; written as 16 hexadecimal digits, most significant first. */
public record Nonce(long value) {

    /**
     * Parses 1 to 16 hexadecimal digits of any case, with or without {@code 0x}; fewer than 16 are a smaller number.
     *
     * @throws IllegalArgumentException if {@code hex} has another form
     */
    public static Nonce parse(String hex) {
        int start = Hex.prefixLength(hex);
        int digits = hex.length() - start;
        if (digits < 1 || digits > 16) {
            throw new IllegalArgumentException("a nonce has 1 to 16 hexadecimal digits");
        }
        long value = 0;
        for (int i = start; i < hex.length(); i++) {
            value = value << 4 | Hex.digit(hex.charAt(i));
        }
        return new Nonce(value);
    }

    /** Returns 16 lower-case digits without {@code 0x}. */
    public String toHex() {
        StringBuilder out = new StringBuilder(16);
        Hex.append(out, value);
        return out.toString();
    }

    /** Returns {@code 0x} and 16 lower-case digits. */
    @Override
    public String toString() {
        return "0x" + toHex();
    }
}
