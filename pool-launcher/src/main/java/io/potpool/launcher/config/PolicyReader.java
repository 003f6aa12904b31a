package io.potpool.launcher.config;

import io.potpool.policy.PolicySettings;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads who is served: bans, limits and lists. What is not given protects. */
final class PolicyReader {

    private static final PolicySettings OWN = PolicySettings.DEFAULT;
    private static final PolicySettings.Limits LIMITS = PolicySettings.Limits.DEFAULT;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int MOST = 1_000_000;
    private static final int MOST_WORKERS = 64;
    private static final int LEAST_PER_ADDRESS = 64;
    private static final String SET_NAME = "[0-9A-Za-z_.][0-9A-Za-z_.-]{0,30}";
    private static final String ORIGIN = "{origin}";

    private final Section policy;
    private final Section banning;
    private final Section limits;
    private final Path directory;
    private final int maxSessions;

    /** @param directory where relative files lie */
    PolicyReader(Section policy, Path directory, int maxSessions) {
        this.policy = policy;
        this.banning = policy.section("banning");
        this.limits = policy.section("limits");
        this.directory = directory;
        this.maxSessions = maxSessions;
    }

    PolicySettings read() {
        boolean limited = limits.flag("enabled", true);
        int perAddress = count(limits, "perAddress", Math.max(LEAST_PER_ADDRESS, maxSessions / 4));
        return new PolicySettings(
                banning.flag("enabled", true),
                seconds("timeout", OWN.banTime()),
                percent(),
                count(banning, "checkThreshold", OWN.checkThreshold()),
                count(banning, "malformedLimit", OWN.malformedLimit()),
                policy.duration("resetInterval", OWN.window(), LEAST),
                policy.duration("refreshInterval", OWN.refresh(), LEAST),
                command(),
                policy.integer("workers", 1, MOST_WORKERS)
                        .orElse((long) OWN.workers())
                        .intValue(),
                bucket().filter(given -> limited),
                limited ? perAddress : Integer.MAX_VALUE,
                file());
    }

    private static int count(Section section, String key, int otherwise) {
        return section.integer(key, 1, MOST).orElse((long) otherwise).intValue();
    }

    /** The family gives whole seconds; a text such as "30m" is taken too. */
    private Duration seconds(String key, Duration otherwise) {
        if (banning.given(key).orElse(null) instanceof Value.Text) {
            return banning.duration(key, otherwise, LEAST);
        }
        return banning.integer(key, 1, Integer.MAX_VALUE)
                .map(Duration::ofSeconds)
                .orElse(otherwise);
    }

    private BigDecimal percent() {
        BigDecimal percent = banning.decimal("invalidPercent").orElse(OWN.invalidPercent());
        if (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            banning.error("invalidPercent", "is a percentage of all shares: above 0 and up to 100");
            return OWN.invalidPercent();
        }
        return percent;
    }

    private Optional<PolicySettings.Limits> bucket() {
        return Optional.of(new PolicySettings.Limits(
                count(limits, "limit", LIMITS.size()),
                limits.duration("refill", LIMITS.refill(), LEAST),
                limits.integer("limitJump", 0, MOST)
                        .orElse((long) LIMITS.jump())
                        .intValue(),
                limits.duration("grace", LIMITS.grace(), Duration.ZERO)));
    }

    private List<String> command() {
        Optional<String> set = banning.text("ipset").filter(name -> !name.isEmpty());
        Optional<String> other = banning.text("fail2banCommand").filter(text -> !text.isBlank());
        if (set.isPresent() && other.isPresent()) {
            banning.warning("ipset", "fail2banCommand is run for a ban, not ipset: there is one command for both");
        }
        if (other.isPresent()) {
            return words(other.get());
        }
        if (set.isPresent() && !set.get().matches(SET_NAME)) {
            banning.error("ipset", "must be the name of a set: 1 to 31 of [0-9A-Za-z_.-], not beginning with -");
            return List.of();
        }
        return set.map(name -> List.of("sudo", "-n", "ipset", "add", name, ORIGIN, "timeout", "{seconds}", "-!"))
                .orElse(List.of());
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.strip().split("\\s+")));
        words.replaceAll(word -> word.replace("%s", ORIGIN));
        if (words.stream().noneMatch(word -> word.contains(ORIGIN))) {
            words.add(ORIGIN);
        }
        return words;
    }

    private Optional<Path> file() {
        return policy.text("blacklist_file").filter(text -> !text.isEmpty()).flatMap(text -> {
            try {
                return Optional.of(directory.resolve(text));
            } catch (InvalidPathException e) {
                policy.error("blacklist_file", "is not a path: " + e.getReason());
                return Optional.empty();
            }
        });
    }
}
