package io.potpool.chain;

import io.potpool.domain.Wei;

/** The chains that the vectors speak of; those that are not bundled are built here. */
final class VectorChains {

    private VectorChains() {}

    static ChainSpec of(String name) {
        return switch (name) {
            case "ethereum-classic" -> Chains.named("classic");
            case "mordor", "ethereum" -> Chains.named(name);
            case "ethereumpow (ETHW)" -> Chains.named("ethereumPow");
            case "test-fork-11460000" ->
                ChainSpec.builder("test-fork", 99).ecip1099At(11_460_000).build();
            case "ubiq" -> ubiq();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ChainSpec ubiq() {
        return ChainSpec.builder("ubiq", 8)
                .reward(0, coins(80))
                .reward(358_364, coins(70))
                .reward(716_728, coins(60))
                .reward(1_075_091, coins(50))
                .reward(1_433_455, coins(40))
                .reward(1_791_793, coins(15))
                .uncles(0, UncleRule.UBIQ_2)
                .build();
    }

    private static Wei coins(long tenths) {
        return Wei.of(tenths * 100_000_000_000_000_000L);
    }
}
