package io.potpool.launcher.migrate;

import io.potpool.keccak.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of imported rows: the same row has the same name in every run. */
final class Ids {

    private static final int LONGEST = 250;

    private Ids() {}

    /** Returns a name as it is, or where it is long its hash. */
    static String bounded(String name) {
        return name.length() <= LONGEST ? name : hash(name);
    }

    /** Returns 32 characters that stand for a name. */
    static String shortOf(String name) {
        return hash(name).substring(0, 32);
    }

    private static String hash(String name) {
        return HexFormat.of().formatHex(Keccak.keccak256(name.getBytes(StandardCharsets.UTF_8)));
    }
}
