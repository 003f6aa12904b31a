package io.potpool.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program as a child process, with its output in files. */
final class Potpool implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target/potpool/bin/potpool").toAbsolutePath();
    private static final Path CLASSES = Path.of("target/potpool-classes.jsa").toAbsolutePath();
    private static final String SMALL_JVM = "-XX:-UseG1GC -XX:+UseSerialGC";
    private static boolean archived;

    private final Process process;
    private final Path out;
    private final Path err;

    private Potpool(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Potpool start(Path directory, String... arguments) throws IOException {
        return start(PROGRAM, directory, arguments);
    }

    static Potpool start(Path program, Path directory, String... arguments) throws IOException {
        archiveClasses(directory);
        // Java 25 says on standard output which options make it use less of the archive
        String options = SMALL_JVM + " -Xlog:disable -Xshare:auto -XX:SharedArchiveFile=" + CLASSES;
        return launch(options, program, directory, arguments);
    }

    /** Many children are started: they share one archive of loaded classes, which halves what a start costs. */
    private static synchronized void archiveClasses(Path directory) throws IOException {
        if (archived) {
            return;
        }
        archived = true;
        Files.deleteIfExists(CLASSES);
        String options = SMALL_JVM + " -Xlog:disable -XX:ArchiveClassesAtExit=" + CLASSES;
        try (Potpool demo = launch(options, PROGRAM, directory, "demo", "--for", "1s", "--json")) {
            if (demo.exitCode() != 0) {
                throw new IllegalStateException("the demo failed: " + demo.err());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static Potpool launch(String options, Path program, Path directory, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "potpool", ".out");
        Path err = Files.createTempFile(directory, "potpool", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_OPTS", options);
        Process process = builder.start();
        return new Potpool(process, out, err);
    }

    static Path program() {
        return PROGRAM;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Types a line at its console. */
    void type(String line) throws IOException {
        OutputStream console = process.getOutputStream();
        console.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        console.flush();
    }

    /** Sends SIGTERM to the process that was started, which is Java itself. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL and waits until the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            throw new IllegalStateException("potpool does not end");
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    String lastLine() throws IOException {
        List<String> lines = out().lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
