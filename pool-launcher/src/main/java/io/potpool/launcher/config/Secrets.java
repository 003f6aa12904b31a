package io.potpool.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds secrets: in the environment, else in the file that {@code <key>File} names, else in the config itself. */
final class Secrets {

    private static final int MAX_BYTES = 4_096;

    private final Path directory;
    private final Map<String, String> environment;

    Secrets(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Relative file names start from the config's directory; blanks around the content do not count. */
    Optional<Secret> read(Section section, String key, String variable) {
        String file = key + "File";
        Optional<String> own = section.text(key);
        Optional<String> named = section.text(file);
        if (own.isPresent() && named.isPresent()) {
            section.error(file, "given together with \"" + key + "\"; give one of them");
        }
        String fromEnvironment = environment.get(variableName(variable));
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return Optional.of(new Secret(fromEnvironment.strip()));
        }
        Optional<String> text = named.isPresent() ? named.flatMap(name -> content(section, file, name)) : own;
        return text.map(String::strip).filter(value -> !value.isEmpty()).map(Secret::new);
    }

    static String variableName(String variable) {
        return "POTPOOL_" + variable.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private Optional<String> content(Section section, String key, String name) {
        try (InputStream in = Files.newInputStream(directory.resolve(name))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES || bytes.length == 0) {
                section.error(key, "the file is empty or longer than " + MAX_BYTES + " bytes");
                return Optional.empty();
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            section.error(key, "cannot be read: " + e.getClass().getSimpleName() + " of " + name);
            return Optional.empty();
        }
    }
}
