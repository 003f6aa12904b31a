package io.potpool.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON-RPC 2.0 requests to bytes, and bytes of any kind to replies; the ids are 1, 2, 3 and so on. */
final class RpcCodec {

    private RpcCodec() {}

    /**
     * The reply to a batch.
     *
     * @param refused whether the node did not answer every call of the batch
     */
    record Batch(boolean refused, List<RpcReply<Json>> replies) {

        static Batch all(int size, boolean refused, RpcReply<Json> reply) {
            List<RpcReply<Json>> replies = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                replies.add(reply);
            }
            return new Batch(refused, replies);
        }
    }

    static byte[] single(RpcCall call) {
        return encode(call, 1).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] batch(List<RpcCall> calls) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < calls.size(); i++) {
            out.append(i == 0 ? "" : ",").append(encode(calls.get(i), i + 1));
        }
        return out.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(RpcCall call, int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + call.method() + "\",\"params\":" + call.params()
                + "}";
    }

    static RpcReply<Json> decodeSingle(byte[] body) {
        try {
            return reply(Values.object(JsonReader.read(body), "the answer"), "1");
        } catch (BadValueException bad) {
            return new RpcReply.Malformed<>(bad.why());
        }
    }

    static Batch decodeBatch(byte[] body, int size) {
        try {
            Json json = JsonReader.read(body);
            if (json instanceof Json.Items items) {
                return byId(items.values(), size);
            }
            return Batch.all(size, true, reply(Values.object(json, "the answer"), "1"));
        } catch (BadValueException bad) {
            return Batch.all(size, true, new RpcReply.Malformed<>(bad.why()));
        }
    }

    private static Batch byId(List<Json> items, int size) {
        Map<String, Json.Members> byId = new HashMap<>();
        for (Json item : items) {
            if (item instanceof Json.Members members && members.get("id") instanceof Json.Digits id) {
                byId.put(id.digits(), members);
            }
        }
        List<RpcReply<Json>> replies = new ArrayList<>();
        boolean all = true;
        for (int i = 1; i <= size; i++) {
            String id = Integer.toString(i);
            Json.Members members = byId.get(id);
            all &= members != null;
            replies.add(members == null ? new RpcReply.Malformed<>("no answer with id " + id) : reply(members, id));
        }
        return new Batch(!all, replies);
    }

    private static RpcReply<Json> reply(Json.Members answer, String id) {
        Json answered = answer.get("id");
        boolean own = answered instanceof Json.Digits number && number.digits().equals(id);
        if (answer.get("error") instanceof Json.Members error && (own || answered instanceof Json.Null)) {
            return failure(error);
        }
        if (!own) {
            return new RpcReply.Malformed<>("an answer with another id");
        }
        if (!(answer.get("error") instanceof Json.Null)) {
            return new RpcReply.Malformed<>("an error that is not an object");
        }
        if (!answer.values().containsKey("result")) {
            return new RpcReply.Malformed<>("an answer without a result");
        }
        return new RpcReply.Result<>(answer.get("result"));
    }

    private static RpcReply<Json> failure(Json.Members error) {
        long code = 0;
        if (error.get("code") instanceof Json.Digits number) {
            try {
                code = Long.parseLong(number.digits());
            } catch (NumberFormatException other) {
                return new RpcReply.Malformed<>("an error code that is not an integer");
            }
        }
        String message = error.get("message") instanceof Json.Text text ? text.value() : "";
        return new RpcReply.Failure<>(code, Printable.of(message));
    }
}
