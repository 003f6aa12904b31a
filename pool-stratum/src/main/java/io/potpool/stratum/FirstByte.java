package io.potpool.stratum;

import java.nio.charset.StandardCharsets;

/** What the first byte of a connection tells. */
enum FirstByte {
    /** Between lines. */
    BLANK,
    /** The begin of a line of JSON. */
    LINE,
    /** Perhaps the begin of an HTTP request. */
    HTTP,
    /** A TLS handshake record. */
    TLS,
    /** Nothing that is served. */
    OTHER;

    private static final byte TLS_HANDSHAKE = 0x16;
    private static final String HTTP_INITIALS = "PGHODC";
    private static final byte[][] HTTP_METHODS = {
        ascii("GET "),
        ascii("POST "),
        ascii("PUT "),
        ascii("HEAD "),
        ascii("OPTIONS "),
        ascii("DELETE "),
        ascii("CONNECT "),
        ascii("PATCH ")
    };

    static FirstByte of(byte first) {
        return switch (first) {
            case ' ', '\t', '\r', '\n' -> BLANK;
            case '{', '[' -> LINE;
            case TLS_HANDSHAKE -> TLS;
            default -> HTTP_INITIALS.indexOf(first) >= 0 ? HTTP : OTHER;
        };
    }

    static boolean isBlank(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (of(line[i]) != BLANK) {
                return false;
            }
        }
        return true;
    }

    static boolean isHttp(byte[] line, int length) {
        for (byte[] method : HTTP_METHODS) {
            if (startsWith(line, length, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] line, int length, byte[] start) {
        if (length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (line[i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
