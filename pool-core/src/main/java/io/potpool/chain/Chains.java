package io.potpool.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The chains that the library knows by name, read once from its one data file {@code chains.txt}. */
public final class Chains {

    private Chains() {}

    /**
     * Returns the chain that the config calls {@code name}; case counts.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static ChainSpec named(String name) {
        ChainSpec chain = Bundled.ALL.get(name);
        if (chain == null) {
            throw new IllegalArgumentException("unknown chain \"" + name + "\": one of " + String.join(", ", names()));
        }
        return chain;
    }

    /** Returns the names of the bundled chains, in the order of the file. */
    public static Set<String> names() {
        return Bundled.ALL.keySet();
    }

    private static final class Bundled {

        static final Map<String, ChainSpec> ALL = read();

        private static Map<String, ChainSpec> read() {
            try (InputStream in = Chains.class.getResourceAsStream("chains.txt")) {
                if (in == null) {
                    throw new IllegalStateException("chains.txt is not in the jar");
                }
                return ChainFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
