package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * EthProxy, also called Stratum-Proxy: JSON-RPC 2.0 with pushes of id 0. The target travels with the job, and all
 * sessions share one nonce space.
 */
record EthProxyDialect(WorkFormat format) implements PollingDialect {

    private static final int NONCE_DIGITS = 16;

    @Override
    public String label() {
        return MinerProtocol.ETHPROXY.label();
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "eth_submitLogin", "eth_login" -> new Command.Login(request.string(0), request.worker(), "");
            case "eth_getWork" -> new Command.GetWork(this);
            case "eth_submitWork" -> submit(request);
            default -> Methods.otherwise(request);
        };
    }

    private static Command submit(Request request) {
        if (request.params().size() < 2) {
            return new Command.BadShare(Refusal.INVALID_PARAMS);
        }
        String nonce = HexDigits.of(request.string(0));
        Optional<Hash256> header = HexDigits.hash(request.string(1));
        Optional<Hash256> mix = HexDigits.hash(request.string(2));
        boolean mixSent = request.params().size() > 2;
        if (nonce.isEmpty() || header.isEmpty() || mixSent && mix.isEmpty()) {
            return new Command.BadShare(Refusal.MALFORMED_WORK);
        }
        if (nonce.length() > NONCE_DIGITS) {
            return new Command.BadShare(Refusal.NONCE_SIZE);
        }
        return new Command.Submit("", request.worker(), header.get().w0(), header, Nonce.parse(nonce), mix);
    }

    @Override
    public String accepted(String id) {
        return open(id) + "\"result\":true}";
    }

    @Override
    public String configured(String id) {
        return open(id) + "\"result\":{}}";
    }

    @Override
    public String refused(String id, Refusal why) {
        return open(id) + "\"result\":false," + error(why) + "}";
    }

    @Override
    public String noWork(String id, Refusal why) {
        return open(id) + "\"result\":null," + error(why) + "}";
    }

    @Override
    public String work(String id, Work work) {
        return open(id) + "\"result\":" + array(work) + "}";
    }

    @Override
    public Refusal notLoggedIn() {
        return Refusal.NOT_LOGGED_IN;
    }

    @Override
    public Refusal badLogin() {
        return Refusal.INVALID_LOGIN;
    }

    @Override
    public Refusal barred() {
        return Refusal.BLACKLISTED;
    }

    @Override
    public JobLine job(Work work) {
        return new JobLine(open("0") + "\"result\":" + array(work) + format.hint(work) + "}", "");
    }

    private String array(Work work) {
        StringBuilder out = new StringBuilder(256);
        out.append("[\"").append(work.job().header());
        out.append("\",\"").append(work.job().seed());
        out.append("\",\"").append(format.target(work)).append('"');
        if (format.elements() == 4) {
            out.append(",\"0x").append(Long.toHexString(work.job().height())).append('"');
        }
        return out.append(']').toString();
    }

    static String open(String id) {
        return "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",";
    }

    private static String error(Refusal why) {
        return "\"error\":{\"code\":" + why.code() + ",\"message\":\"" + why.message() + "\"}";
    }
}
