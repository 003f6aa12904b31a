package io.potpool.launcher.config;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.chain.RewardRule;
import io.potpool.chain.UncleRule;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads which chain is mined: a bundled one by name, or one of the operator's own, and what is overridden by height. */
final class ChainReader {

    private static final String DEFAULT = "classic";
    private static final List<String> FAMILY = List.of(
            "ropsten", "ubiq", "etica", "ethereumFair", "expanse", "octaspace", "canxium", "universal", "Zether");

    private final Section root;

    ChainReader(Section root) {
        this.root = root;
    }

    ChainSpec read() {
        ChainSpec chain = root.given("network").orElse(null) instanceof Value.Obj ? inline() : named();
        ChainSpec.Builder builder = chain.toBuilder();
        apply(root.section("chain"), builder);
        return builder.build();
    }

    private ChainSpec named() {
        String known = String.join(", ", Chains.names());
        if (!root.has("network")) {
            root.warning("network", "not given: \"" + DEFAULT + "\" is mined; the known ones are " + known);
        }
        String name = root.text("network").orElse(DEFAULT);
        if (Chains.names().contains(name)) {
            return Chains.named(name);
        }
        String hint = FAMILY.contains(name)
                ? "is not bundled with this pool; describe it as an object with name, chainId, epochs, rewards and uncles."
                : "is no network that this pool knows.";
        root.error("network", "\"" + name + "\" " + hint + " Known: " + known);
        return Chains.named(DEFAULT);
    }

    private ChainSpec inline() {
        Section network = root.section("network");
        String name = network.text("name").orElse("custom");
        Optional<Long> id = network.integer("chainId", 1, Long.MAX_VALUE);
        if (!network.has("chainId")) {
            network.error("chainId", "is missing: the chain's EIP-155 id");
        }
        if (!network.has("rewards")) {
            network.error("rewards", "is missing: such as [{\"from\": 0, \"wei\": \"2000000000000000000\"}]");
        }
        ChainSpec.Builder builder = network.attempt("name", () -> ChainSpec.builder(name, id.orElse(1L)))
                .orElseGet(() -> ChainSpec.builder("custom", 1));
        apply(network, builder);
        return builder.build();
    }

    private static void apply(Section from, ChainSpec.Builder to) {
        for (Section epoch : from.sections("epochs")) {
            needs(epoch, "blocks");
            epoch.integer("blocks", 1, 1_000_000_000).ifPresent(blocks -> to.epochLength(height(epoch), blocks));
        }
        from.integer("ecip1099", 0, Long.MAX_VALUE).ifPresent(to::ecip1099At);
        for (Section reward : from.sections("rewards")) {
            reward(reward).ifPresent(rule -> to.reward(height(reward), rule));
        }
        byHeight(from, "uncles", "rule", (at, text) -> to.uncles(at, UncleRule.parse(text)));
        byHeight(from, "baseFeeShare", "share", (at, text) -> to.baseFeeShare(at, share(text)));
        from.section("checkpoints")
                .forEachKey((checkpoints, height) -> checkpoints
                        .text(height, Hash256::parse)
                        .ifPresent(hash ->
                                checkpoints.attempt(height, () -> to.checkpoint(Long.parseLong(height), hash))));
        if (from.has("maxHeadAge")) {
            Duration age = from.duration("maxHeadAge", Duration.ZERO, Duration.ZERO);
            to.maxHeadAge(age.isZero() ? Optional.empty() : Optional.of(age));
        }
    }

    private static Optional<RewardRule> reward(Section reward) {
        if (reward.has("ecip1017")) {
            Section law = reward.section("ecip1017");
            needs(law, "wei");
            needs(law, "era");
            Wei base = law.bigInteger("wei").map(Wei::new).orElse(Wei.ZERO);
            long era = law.integer("era", 1, Long.MAX_VALUE).orElse(1L);
            long fork = law.integer("fork", 0, Long.MAX_VALUE).orElse(0L);
            return law.attempt("wei", () -> new RewardRule.Ecip1017(base, era, fork));
        }
        needs(reward, "wei");
        return reward.bigInteger("wei")
                .map(Wei::new)
                .flatMap(wei -> reward.attempt("wei", () -> new RewardRule.Fixed(wei)));
    }

    /** A text holds from height 0 on; a list gives each value its height. */
    private static void byHeight(Section from, String key, String name, BiConsumer<Long, String> set) {
        if (from.given(key).orElse(null) instanceof Value.Arr) {
            for (Section item : from.sections(key)) {
                needs(item, name);
                item.text(name).ifPresent(text -> item.attempt(name, () -> put(set, height(item), text)));
            }
            return;
        }
        from.text(key).ifPresent(text -> from.attempt(key, () -> put(set, 0, text)));
    }

    private static boolean put(BiConsumer<Long, String> set, long height, String text) {
        set.accept(height, text);
        return true;
    }

    private static BigDecimal share(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,18})?")) {
            throw new IllegalArgumentException("must be a decimal from 0 to 1 as a text, such as \"0.95\"");
        }
        return new BigDecimal(text);
    }

    private static long height(Section item) {
        needs(item, "from");
        return item.integer("from", 0, Long.MAX_VALUE).orElse(0L);
    }

    private static void needs(Section section, String key) {
        if (!section.has(key)) {
            section.error(key, "is missing");
        }
    }
}
