package io.potpool.endtoend;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.ShareKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one process has written down of the answers it gave, read while it writes. */
final class Answers {

    private static final String TRUE = "accepted";
    private static final String UNRECORDED = "not-recorded";

    private final Path file;
    private long offset;
    final Set<ShareKey> trues = new HashSet<>();
    /** Neither true nor false: they may be credited. */
    final Set<ShareKey> unrecorded = new HashSet<>();

    final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Hash256> headers = new HashMap<>();

    Answers(Path file) {
        this.file = file;
    }

    /** Reads what has come since; returns how many were true so far. */
    int read() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) (in.length() - offset)];
            in.seek(offset);
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(this::take);
            offset += end;
        }
        return trues.size();
    }

    private void take(String line) {
        String[] words = line.split(" ", -1);
        ShareKey key = new ShareKey(headers.computeIfAbsent(words[0], Hash256::parse), Nonce.parse(words[1]));
        counts.merge(words[2], 1, Integer::sum);
        if (words[2].equals(TRUE) && !trues.add(key)) {
            throw new AssertionError("answered true twice by one process: " + line);
        }
        if (words[2].equals(UNRECORDED)) {
            unrecorded.add(key);
        }
    }
}
