package io.potpool.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Collects one HTTP/1 POST with a known length from the bytes of a connection; total for any bytes. Only as much of HTTP as
 * nodes use to notify.
 */
final class PostReader {

    static final int MAX_HEAD = 8 * 1024;
    static final int MAX_BODY = 64 * 1024;

    /** What the bytes so far amount to. */
    sealed interface State {

        /** More bytes are needed. */
        record Incomplete() implements State {}

        /** The client waits for a word before it sends the body. */
        record AwaitsContinue() implements State {}

        /** A whole request. */
        final class Post implements State {

            private final String path;
            private final byte[] body;

            Post(String path, byte[] body) {
                this.path = path;
                this.body = body;
            }

            String path() {
                return path;
            }

            byte[] body() {
                return body;
            }
        }

        /** A request that is not served, with its HTTP status. */
        record Refused(int status) implements State {}
    }

    private static final State INCOMPLETE = new State.Incomplete();

    private byte[] bytes = new byte[1024];
    private int size;
    private int scanned;
    private int bodyStart = -1;
    private int bodyLength;
    private String path = "";

    /** Takes all bytes of {@code in}. After anything but {@code Incomplete} and {@code AwaitsContinue} it is done. */
    State take(ByteBuffer in) {
        int room = MAX_HEAD + MAX_BODY - size;
        if (in.remaining() > room) {
            return new State.Refused(bodyStart < 0 ? 431 : 413);
        }
        grow(size + in.remaining());
        int added = in.remaining();
        in.get(bytes, size, added);
        size += added;
        boolean waits = false;
        if (bodyStart < 0) {
            int end = headEnd();
            if (end < 0) {
                return size > MAX_HEAD ? new State.Refused(431) : INCOMPLETE;
            }
            bodyStart = end;
            int status = readHead(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
            if (status != 0 && status != 100) {
                return new State.Refused(status);
            }
            waits = status == 100;
        }
        if (size - bodyStart < bodyLength) {
            return waits ? new State.AwaitsContinue() : INCOMPLETE;
        }
        byte[] body = new byte[bodyLength];
        System.arraycopy(bytes, bodyStart, body, 0, bodyLength);
        return new State.Post(path, body);
    }

    private void grow(int needed) {
        if (needed > bytes.length) {
            byte[] larger = new byte[Math.max(needed, bytes.length * 2)];
            System.arraycopy(bytes, 0, larger, 0, size);
            bytes = larger;
        }
    }

    private int headEnd() {
        for (; scanned + 3 < size; scanned++) {
            if (bytes[scanned] == '\r'
                    && bytes[scanned + 1] == '\n'
                    && bytes[scanned + 2] == '\r'
                    && bytes[scanned + 3] == '\n') {
                return scanned + 4;
            }
        }
        return -1;
    }

    /** Returns 0 to go on, 100 if the client expects a word first, or the status to refuse with. */
    private int readHead(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
            return 400;
        }
        if (!request[0].equals("POST")) {
            return 405;
        }
        int query = request[1].indexOf('?');
        path = query < 0 ? request[1] : request[1].substring(0, query);
        int length = -1;
        boolean expects = false;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? "" : lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            if (name.equals("content-length")) {
                if (length >= 0 || !value.matches("\\d{1,9}")) {
                    return 400;
                }
                length = Integer.parseInt(value);
            }
            expects |= name.equals("expect");
        }
        if (length < 0) {
            return 411;
        }
        bodyLength = length;
        return length > MAX_BODY ? 413 : expects ? 100 : 0;
    }
}
