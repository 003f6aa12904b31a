package io.potpool.testkit.miner;

/**
 * What a simulated miner has counted since its start.
 *
 * @param hashes nonces tried
 * @param submitted shares sent
 * @param accepted shares answered true
 * @param stale shares refused with code 21
 * @param duplicate shares refused with code 22
 * @param invalid shares refused otherwise
 * @param jobs jobs received
 * @param logins successful logins; each reconnection adds one
 */
public record MinerStats(
        long hashes, long submitted, long accepted, long stale, long duplicate, long invalid, long jobs, long logins) {}
