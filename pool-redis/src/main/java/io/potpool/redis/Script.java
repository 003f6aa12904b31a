package io.potpool.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts that the server runs, each whole or not at all; their texts are resources. */
enum Script {
    /** Says what store this is, and makes it that if there is none. */
    OPEN("open"),
    /** Applies a batch of shares. */
    COMMIT("books", "meta", "kept", "commit"),
    /** Adds to the work that hash rates are shown from. */
    RATES("rates"),
    /** Books that a batch is missing. */
    MISSING("missing"),
    /** Books a posting. */
    POST("books", "meta", "post"),
    /** Registers an instance. */
    REGISTER("agree", "register"),
    /** Takes what an instance confirms. */
    CONFIRM("agree", "restore", "confirm"),
    /** Records that a height is about to be announced. */
    ANNOUNCE("agree", "announce"),
    /** Appends to the terms log. */
    APPEND("agree", "append"),
    /** Says what may be deleted from now on. */
    PRUNE("agree", "meta", "prune"),
    /** Takes an instance off the register. */
    RETIRE("agree", "retire"),
    /** Takes a first byte of the nonce space. */
    BYTES("agree", "bytes"),
    /** Sets the pool's height. */
    ACCEPT("agree", "accept"),
    /** Raises the floor of heights. */
    FLOOR("agree", "floor"),
    /** Adds to the history. */
    HISTORY("meta", "history"),
    /** Fixes what a header means. */
    FIX("fix"),
    /** Takes, renews or leaves an office. */
    OFFICE("office"),
    /** Records a solution or its fate. */
    SOLUTION("solution"),
    /** Records a ban or lifts it. */
    BAN("ban"),
    /** Changes fields of hashes if they are what they are expected to be. */
    SWAP("meta", "swap"),
    /** Sets an account to what its rows say if it is still what it was read as. */
    REPAIR("repair"),
    /** Reads a part of the accounts and how far the ledger had come then. */
    ACCOUNTS("accounts");

    private final String text;
    private final String digest;

    Script(String... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String part : parts) {
            all.writeBytes(resource(part + ".lua"));
        }
        text = all.toString(StandardCharsets.UTF_8);
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(all.toByteArray());
            digest = HexFormat.of().formatHex(sha1);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String text() {
        return text;
    }

    /** Returns the name that the server keeps it by. */
    String digest() {
        return digest;
    }
}
