package io.potpool.sqlite;

import io.potpool.spi.JournalId;
import io.potpool.testkit.contract.SampleShares;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A process of its own that opens a store, and commits batches until it is killed. */
final class ChildStore implements AutoCloseable {

    static final int BATCH = 16;
    static final int UNDER_WAY = 4;

    private final Process process;
    private final BufferedReader out;

    private ChildStore(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildStore start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String[] command = new String[5 + arguments.length];
        String[] first = {java, "-Xmx128m", "-cp", System.getProperty("java.class.path"), ChildStore.class.getName()};
        System.arraycopy(first, 0, command, 0, first.length);
        System.arraycopy(arguments, 0, command, first.length, arguments.length);
        return new ChildStore(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns its next line of output that begins with {@code =}, or null at the end. */
    String line() throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith("=")) {
            line = out.readLine();
        }
        return line == null ? null : line.substring(1);
    }

    /** Kills it at once; what it has said can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        process.onExit().join();
        out.close();
    }

    /** Arguments: a directory alone, or with the two halves of a journal id and a height. */
    public static void main(String[] arguments) throws Exception {
        try (SqliteStore store = Stores.open(Path.of(arguments[0]))) {
            say("opened");
            if (arguments.length > 1) {
                JournalId journal = new JournalId(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                commitForEver(store, journal, Long.parseLong(arguments[3]));
            }
        } catch (StoreException refused) {
            say(refused.getMessage());
        }
    }

    private static void commitForEver(SqliteStore store, JournalId journal, long height) throws Exception {
        Semaphore free = new Semaphore(UNDER_WAY);
        for (long sequence = 1; ; sequence++) {
            long number = sequence;
            free.acquire();
            Stores.send(store, journal, number, SampleShares.ALICE, height, BATCH)
                    .thenRun(() -> {
                        say("batch " + number);
                        free.release();
                    });
            store.heights()
                    .announce(SampleShares.INSTANCE, number, Long.MAX_VALUE)
                    .thenRun(() -> say("height " + number));
        }
    }

    private static void say(String line) {
        System.out.println("=" + line);
        System.out.flush();
    }
}
