package io.potpool.stratum;

import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import java.util.Locale;
import java.util.Set;

/** Tells the protocol of a connection by its first request whose method belongs to one that the port serves. */
final class Autodetect {

    private static final String FAMILY = "ethereumstratum/";
    private static final String VERSION_1 = FAMILY + "1.";

    private final Set<MinerProtocol> served;
    private final EthProxyDialect ethProxy;
    private final EthereumStratum1Dialect stratum1;
    private final EthereumStratum2Dialect stratum2;
    private final PlainStratumDialect plain;

    Autodetect(Set<MinerProtocol> served, WorkFormat format, long timeoutSeconds) {
        this.served = Set.copyOf(served);
        ethProxy = new EthProxyDialect(format);
        stratum1 = new EthereumStratum1Dialect(format);
        stratum2 = new EthereumStratum2Dialect(timeoutSeconds);
        plain = new PlainStratumDialect(format);
    }

    /**
     * What a request before the choice of a protocol comes to.
     *
     * @param voice the protocol to answer in
     * @param locks whether the connection keeps to it
     */
    record Opening(Dialect voice, Command command, boolean locks) {}

    /** Returns the voice for what is not even a request. */
    Dialect fallback() {
        return ethProxy;
    }

    Opening open(Request request) {
        return switch (request.method()) {
            case "eth_submitLogin", "eth_login", "eth_getWork", "eth_submitWork" ->
                served.contains(MinerProtocol.ETHPROXY) ? locked(ethProxy, request) : notServed(ethProxy);
            case "mining.subscribe" -> subscribe(request);
            case "mining.hello" -> hello(request);
            case "mining.authorize", "mining.submit" ->
                new Opening(stratum1, new Command.Refuse(Refusal.NOT_SUBSCRIBED), false);
            default -> {
                Dialect voice = request.method().startsWith("mining.") ? stratum1 : ethProxy;
                yield new Opening(voice, Methods.otherwise(request), false);
            }
        };
    }

    private static Opening locked(Dialect voice, Request request) {
        return new Opening(voice, voice.read(request, null), true);
    }

    private static Opening notServed(Dialect voice) {
        return new Opening(voice, new Command.Refuse(Refusal.UNSUPPORTED_PROTOCOL), false);
    }

    private Opening hello(Request request) {
        if (!served.contains(MinerProtocol.ETHEREUM_STRATUM_2)) {
            return notServed(stratum1);
        }
        return new Opening(stratum2, stratum2.read(request, null), EthereumStratum2Dialect.asks(request));
    }

    private Opening subscribe(Request request) {
        boolean version1 = Agents.isNiceHash(request.string(0));
        boolean otherVersion = false;
        for (Param param : request.params()
                .subList(Math.min(1, request.params().size()), request.params().size())) {
            String text = param.text().toLowerCase(Locale.ROOT);
            version1 |= text.startsWith(VERSION_1);
            otherVersion |= text.contains(FAMILY);
        }
        if (version1) {
            return served.contains(MinerProtocol.ETHEREUM_STRATUM_1) ? locked(stratum1, request) : notServed(stratum1);
        }
        if (otherVersion) {
            return new Opening(stratum1, new Command.Refuse(Refusal.UNSUPPORTED_VERSION), false);
        }
        return served.contains(MinerProtocol.PLAIN_STRATUM) ? locked(plain, request) : notServed(plain);
    }
}
