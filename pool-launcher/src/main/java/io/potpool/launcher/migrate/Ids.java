package io.potpool.launcher.migrate;

import io.potpool.keccak.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of imported rows: the same row has the same name in every run. */
final class Ids {

    private static final int LONGEST = 250;
    private static final String PREFIX = "[0-9A-Za-z_.:-]{1,32}";

    private Ids() {}

    /**
     * Returns what the ids of everything from an old pool begin with, before a colon. No prefix's begins with another's, nor
     * with that of a move.
     *
     * @throws IllegalArgumentException if no pool has such a prefix
     */
    static String source(String prefix) {
        if (!prefix.matches(PREFIX)) {
            throw new IllegalArgumentException(
                    "--prefix is the old pool's \"coin\": 1 to 32 of [0-9A-Za-z_.:-], such as eth");
        }
        return "import:" + (prefix.equals("sqlite") ? "/" : "") + prefix.replace(':', '/');
    }

    /**
     * Returns the id of what was found out about a row: the same finding has the same in every run.
     *
     * @param row the id of the row, of a pool's source
     */
    static String finding(String row, String kind, String finding, String content) {
        int end = row.indexOf(':', row.indexOf(':') + 1);
        return row.substring(0, end) + ":" + kind + ":" + shortOf(row) + ":" + finding + ":" + shortOf(content);
    }

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
