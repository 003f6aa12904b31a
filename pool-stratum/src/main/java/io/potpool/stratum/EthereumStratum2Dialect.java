package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import org.jspecify.annotations.Nullable;

/**
 * EthereumStratum/2.0.0, EIP-1571: answers without results, hexadecimal numbers without {@code 0x}, workers known by
 * tokens, and one message for all settings of the jobs after it.
 *
 * @param timeoutSeconds after what time a silent miner may be dropped, as he is told
 */
record EthereumStratum2Dialect(long timeoutSeconds) implements LeasingDialect {

    static final String VERSION = "EthereumStratum/2.0.0";

    private static final String NO_ID = "null";

    @Override
    public String label() {
        return MinerProtocol.ETHEREUM_STRATUM_2.label();
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "mining.hello" ->
                asks(request) ? new Command.Say(hello(request.id())) : new Command.Refuse(Refusal.BAD_PROTOCOL);
            case "mining.subscribe" -> new Command.Subscribe(this, "");
            case "mining.noop" -> new Command.Acknowledge();
            case "mining.bye" -> new Command.Bye();
            case "mining.authorize" ->
                prefix == null
                        ? new Command.Refuse(Refusal.NOT_SUBSCRIBED)
                        : new Command.Login(request.string(0), request.worker(), request.text(1));
            case "mining.hashrate" -> Hashrate.command(request, request.string(1));
            case "mining.submit" -> LeasedShare.command(MiningSubmit.jobFirst(request), prefix);
            default -> Methods.otherwise(request);
        };
    }

    /** Returns whether a greeting asks for this version. */
    static boolean asks(Request request) {
        return request.member("proto").equals(VERSION);
    }

    private String hello(String id) {
        return "{\"id\":" + id + ",\"result\":{\"proto\":\"" + VERSION
                + "\",\"encoding\":\"plain\",\"resume\":\"0\",\"timeout\":\"" + Long.toHexString(timeoutSeconds)
                + "\",\"maxerrors\":\"5\",\"node\":\"potpool\"}}";
    }

    @Override
    public boolean namesWorkersByToken() {
        return true;
    }

    @Override
    public boolean answersInOrder() {
        return true;
    }

    @Override
    public String authorized(String id, String token) {
        return text(id, token);
    }

    @Override
    public String subscribed(String id, String sessionId, String prefix) {
        return text(id, "s-" + sessionId);
    }

    private static String text(String id, String result) {
        return id.equals(NO_ID) ? "" : "{\"id\":" + id + ",\"result\":\"" + result + "\"}";
    }

    /** A request without an id is a notification, which nobody answers. */
    @Override
    public String accepted(String id) {
        return id.equals(NO_ID) ? "" : "{\"id\":" + id + "}";
    }

    @Override
    public String credited(String id, Refusal remark) {
        return remark.equals(Refusal.LATE) ? refused(id, remark) : accepted(id);
    }

    @Override
    public String configured(String id) {
        return accepted(id);
    }

    @Override
    public String refused(String id, Refusal why) {
        return id.equals(NO_ID)
                ? ""
                : "{\"id\":" + id + ",\"error\":{\"code\":" + Es2Codes.of(why) + ",\"message\":\"" + why.message()
                        + "\"}}";
    }

    @Override
    public Refusal notLoggedIn() {
        return Refusal.UNAUTHORIZED;
    }

    @Override
    public Refusal badLogin() {
        return Refusal.UNAUTHORIZED;
    }

    @Override
    public Refusal barred() {
        return Refusal.BLACKLISTED;
    }

    @Override
    public boolean namesEpoch() {
        return true;
    }

    @Override
    public boolean opensBySubscribing() {
        return false;
    }

    @Override
    public String settings(Difficulty difficulty, Work work, String prefix) {
        return "{\"method\":\"mining.set\",\"params\":{\"epoch\":\""
                + Integer.toHexString(work.job().epoch().number()) + "\",\"target\":\""
                + difficulty.toTarget().bound().toHex() + "\",\"algo\":\"" + work.algorithm()
                + "\",\"extranonce\":\"" + prefix + "\"}}";
    }

    @Override
    public JobLine job(Work work) {
        return new JobLine(
                "{\"method\":\"mining.notify\",\"params\":[\"",
                LeasedShare.jobWord(work) + "\",\""
                        + Long.toHexString(work.job().height()) + "\",\""
                        + work.job().header().toHex() + "\",\"" + (work.clean() ? "1" : "0") + "\"]}");
    }
}
