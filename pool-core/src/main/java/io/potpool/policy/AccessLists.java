package io.potpool.policy;

import io.potpool.domain.Address;
import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.AccessList;
import io.potpool.spi.PolicyStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's lists as last read; a list that cannot be read stays as it was. Look-ups never block. */
final class AccessLists {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLists.class);
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b0x[0-9a-f]{40}\\b");
    private static final int MAX_BYTES = 1 << 22;

    private final PolicyStore store;
    private final Optional<Path> file;
    private final Metrics metrics;
    private final Set<String> complained = new HashSet<>();
    private volatile Set<Origin> white = Set.of();
    private volatile Set<Address> black = Set.of();
    private volatile Set<Address> blackByFile = Set.of();

    AccessLists(PolicyStore store, Optional<Path> file, Metrics metrics) {
        this.store = store;
        this.file = file;
        this.metrics = metrics;
        metrics.gauge("policy.whitelisted", () -> white.size());
        metrics.gauge("policy.blacklisted", () -> black.size() + blackByFile.size());
    }

    boolean isWhite(Origin origin) {
        return white.contains(origin);
    }

    boolean isBlack(Address login) {
        return black.contains(login) || blackByFile.contains(login);
    }

    /** Reads all lists again. Blocks; called by one thread at a time. */
    void refresh() {
        attempt("whitelist", () -> white = read(AccessList.WHITELIST, Origin::parse));
        attempt("blacklist", () -> black = read(AccessList.BLACKLIST, Address::parse));
        file.ifPresent(path -> attempt("blacklist file", () -> blackByFile = read(path)));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void attempt(String list, Reading reading) {
        try {
            reading.run();
            complained.remove(list);
        } catch (IOException | RuntimeException failure) {
            metrics.count("policy.listUnread");
            if (complained.add(list)) {
                LOG.warn("the {} cannot be read, the last one stays in force", list, failure);
            }
        }
    }

    private <T> Set<T> read(AccessList list, Function<String, T> parse) {
        Set<T> parsed = new HashSet<>();
        for (String entry : store.entries(list)) {
            try {
                parsed.add(parse.apply(entry));
            } catch (IllegalArgumentException wrong) {
                if (complained.add(list + entry)) {
                    LOG.warn("the {} has an entry that is none: \"{}\"", list, entry);
                }
            }
        }
        return Set.copyOf(parsed);
    }

    /** Takes every address in the file, whatever stands around it. */
    private static Set<Address> read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(path + " is longer than " + MAX_BYTES + " bytes");
            }
            Set<Address> found = new HashSet<>();
            Matcher matcher = ADDRESS.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                found.add(Address.parse(matcher.group()));
            }
            return Set.copyOf(found);
        }
    }
}
