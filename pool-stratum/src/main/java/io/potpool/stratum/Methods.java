package io.potpool.stratum;

import io.potpool.stratum.codec.Request;
import java.util.Set;

/** Methods that mean the same in every protocol, and those by which the protocols know each other. */
final class Methods {

    private static final Set<String> HARMLESS = Set.of(
            "keepalived",
            "mining.extranonce.subscribe",
            "mining.multi_version",
            "mining.ping",
            "mining.suggest_difficulty",
            "mining.suggest_target");

    private static final Set<String> OF_SOME_PROTOCOL = Set.of(
            "eth_getWork",
            "eth_login",
            "eth_submitLogin",
            "eth_submitWork",
            "mining.authorize",
            "mining.bye",
            "mining.hashrate",
            "mining.hello",
            "mining.noop",
            "mining.submit",
            "mining.subscribe");

    private Methods() {}

    /** Returns the command for a method that the session's own protocol does not define. */
    static Command otherwise(Request request) {
        String method = request.method();
        if (method.equals("eth_submitHashrate")) {
            return Hashrate.command(request, "");
        }
        if (HARMLESS.contains(method)) {
            return new Command.Acknowledge();
        }
        if (method.equals("mining.configure")) {
            return new Command.Configure();
        }
        boolean foreign = OF_SOME_PROTOCOL.contains(method);
        return new Command.Refuse(foreign ? Refusal.PROTOCOL_MISMATCH : Refusal.METHOD_NOT_FOUND);
    }
}
