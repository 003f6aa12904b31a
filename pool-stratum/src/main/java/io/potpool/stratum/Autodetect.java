package io.potpool.stratum;

import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import java.util.Locale;

/** Tells the protocol of a connection by its first request whose method belongs to one. */
final class Autodetect {

    private static final String FAMILY = "ethereumstratum/";
    private static final String VERSION_1 = FAMILY + "1.";

    private final EthProxyDialect ethProxy;
    private final EthereumStratum1Dialect stratum1;

    Autodetect(StratumSettings settings) {
        ethProxy = new EthProxyDialect(settings);
        stratum1 = new EthereumStratum1Dialect(settings);
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
                new Opening(ethProxy, ethProxy.read(request, null), true);
            case "mining.subscribe" -> subscribe(request);
            case "mining.hello" -> new Opening(stratum1, new Command.Refuse(Refusal.UNSUPPORTED_PROTOCOL), false);
            case "mining.authorize", "mining.submit" ->
                new Opening(stratum1, new Command.Refuse(Refusal.NOT_SUBSCRIBED), false);
            default -> {
                Dialect voice = request.method().startsWith("mining.") ? stratum1 : ethProxy;
                yield new Opening(voice, Methods.otherwise(request.method()), false);
            }
        };
    }

    private Opening subscribe(Request request) {
        boolean otherVersion = false;
        for (Param param : request.params()
                .subList(Math.min(1, request.params().size()), request.params().size())) {
            String text = param.text().toLowerCase(Locale.ROOT);
            if (text.startsWith(VERSION_1)) {
                return new Opening(stratum1, stratum1.read(request, null), true);
            }
            otherVersion |= text.contains(FAMILY);
        }
        if (Agents.isNiceHash(request.string(0))) {
            return new Opening(stratum1, stratum1.read(request, null), true);
        }
        Refusal why = otherVersion ? Refusal.UNSUPPORTED_VERSION : Refusal.UNSUPPORTED_PROTOCOL;
        return new Opening(stratum1, new Command.Refuse(why), false);
    }
}
