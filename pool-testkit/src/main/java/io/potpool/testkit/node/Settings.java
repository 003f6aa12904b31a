package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a node is started with; written by the builder only. */
final class Settings {
    long chainId = 61;
    long networkId = 1;
    long startHeight;
    long ecip1099Height = Long.MAX_VALUE;
    long eraLength = 5_000_000;

    @Nullable BigInteger staticReward;

    long baseFeeHeight = Long.MAX_VALUE;
    BigInteger genesisDifficulty = BigInteger.valueOf(131_072);
    boolean difficultyFloor;
    boolean fixedDifficulty;
    long genesisTimestamp = -1;

    @Nullable Block genesis;

    @Nullable Address etherbase;

    boolean mining = true;
    boolean remoteSealer = true;
    boolean verify = true;
    boolean tinyEthash;
    Duration firstSubmitStall = Duration.ZERO;
    List<URI> notify = new ArrayList<>();
    boolean notifyFull;
    Duration templateDelay = Duration.ofMillis(10);
    Duration recommit = Duration.ofSeconds(2);
    Duration writeDelay = Duration.ofMillis(1);
    Duration pendingNonceDelay = Duration.ZERO;
    Map<Address, BigInteger> balances = new HashMap<>();
    Map<Address, SimulatedContract> contracts = new HashMap<>();
    List<BigInteger> keys = new ArrayList<>();
    boolean unlocked = true;
    long gasLimit = 8_000_000;
    long peers = 25;
    int port;
    int wsPort;
    InstantSource clock = InstantSource.system();

    Settings copy() {
        Settings copy = new Settings();
        copy.chainId = chainId;
        copy.networkId = networkId;
        copy.startHeight = startHeight;
        copy.ecip1099Height = ecip1099Height;
        copy.eraLength = eraLength;
        copy.staticReward = staticReward;
        copy.baseFeeHeight = baseFeeHeight;
        copy.genesisDifficulty = genesisDifficulty;
        copy.difficultyFloor = difficultyFloor;
        copy.fixedDifficulty = fixedDifficulty;
        copy.genesisTimestamp = genesisTimestamp;
        copy.genesis = genesis;
        copy.etherbase = etherbase;
        copy.mining = mining;
        copy.remoteSealer = remoteSealer;
        copy.verify = verify;
        copy.tinyEthash = tinyEthash;
        copy.firstSubmitStall = firstSubmitStall;
        copy.notify = List.copyOf(notify);
        copy.notifyFull = notifyFull;
        copy.templateDelay = templateDelay;
        copy.recommit = recommit;
        copy.writeDelay = writeDelay;
        copy.pendingNonceDelay = pendingNonceDelay;
        copy.balances = Map.copyOf(balances);
        copy.contracts = Map.copyOf(contracts);
        copy.keys = List.copyOf(keys);
        copy.unlocked = unlocked;
        copy.gasLimit = gasLimit;
        copy.peers = peers;
        copy.port = port;
        copy.wsPort = wsPort;
        copy.clock = clock;
        return copy;
    }
}
