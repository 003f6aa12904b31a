package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a request, single or batch, into the bytes of its answer. */
final class Dispatcher {

    private static final int BATCH_LIMIT = 1000;
    private static final int INVALID_REQUEST = -32600;

    private final Methods methods;
    private final Faults faults;

    Dispatcher(Methods methods, Faults faults) {
        this.methods = methods;
        this.faults = faults;
    }

    /** An answer: text that may be empty, and a fault that decides what is really sent. */
    record Reply(String body, @Nullable Fault fault) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Handles {@code eth_subscribe} and its kin where the transport can push. */
    interface Subscriptions {
        @Nullable Object call(String method, @Nullable Object params) throws RpcException;
    }

    Reply handle(byte[] body, @Nullable Subscriptions subscriptions) {
        Object request;
        try {
            request = Json.parse(body);
        } catch (IllegalArgumentException e) {
            boolean empty = new String(body, StandardCharsets.UTF_8).isBlank();
            return new Reply(empty ? "" : Json.text(error(null, -32700, "parse error", null)) + "\n", null);
        }
        Call call = new Call(subscriptions);
        Object answer = request instanceof List<?> batch ? call.batch(batch) : call.single(request);
        return new Reply(answer == null ? "" : Json.text(answer) + "\n", call.fault);
    }

    private static Map<String, @Nullable Object> error(
            @Nullable Object id, int code, String message, @Nullable String data) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        if (data != null) {
            error.put("data", data);
        }
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("jsonrpc", "2.0");
        reply.put("id", id);
        reply.put("error", error);
        return reply;
    }

    /** One request body under way. */
    private final class Call {
        private final @Nullable Subscriptions subscriptions;
        private @Nullable Fault fault;

        Call(@Nullable Subscriptions subscriptions) {
            this.subscriptions = subscriptions;
        }

        @Nullable Object batch(List<?> batch) {
            if (batch.isEmpty()) {
                return error(null, INVALID_REQUEST, "empty batch", null);
            }
            if (batch.size() > BATCH_LIMIT) {
                Object id = batch.get(0) instanceof Map<?, ?> first ? first.get("id") : null;
                return List.of(error(id, INVALID_REQUEST, "batch too large", null));
            }
            List<Object> answers = new ArrayList<>();
            for (Object request : batch) {
                Object answer = single(request);
                if (answer != null) {
                    answers.add(answer);
                }
            }
            return answers.isEmpty() ? null : answers;
        }

        @Nullable Object single(@Nullable Object request) {
            if (!(request instanceof Map<?, ?> call)) {
                return error(null, INVALID_REQUEST, "invalid request", null);
            }
            Object id = call.get("id");
            boolean validId = call.containsKey("id") && !(id instanceof Map) && !(id instanceof List);
            boolean isCall = "2.0".equals(call.get("jsonrpc")) && call.get("method") instanceof String;
            if (!isCall || call.containsKey("id") && !validId) {
                return error(validId ? id : null, INVALID_REQUEST, "invalid request", null);
            }
            Map<String, @Nullable Object> answer = answer(id, String.valueOf(call.get("method")), call.get("params"));
            return validId ? answer : null;
        }

        private Map<String, @Nullable Object> answer(@Nullable Object id, String method, @Nullable Object params) {
            Duration delay = faults.delayOf(method);
            if (!delay.isZero()) {
                LockSupport.parkNanos(delay.toNanos());
            }
            Faults.Order order = faults.take(method);
            if (order instanceof Faults.Break broken && broken.fault() != Fault.ERROR) {
                fault = broken.fault();
            }
            try {
                Map<String, @Nullable Object> reply = new LinkedHashMap<>();
                reply.put("jsonrpc", "2.0");
                reply.put("id", id);
                reply.put("result", result(order, method, params));
                return reply;
            } catch (RpcException e) {
                return error(id, e.code(), String.valueOf(e.getMessage()), e.data());
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
                return error(id, RpcException.SERVER, String.valueOf(e.getMessage()), null);
            }
        }

        private @Nullable Object result(Faults.@Nullable Order order, String method, @Nullable Object params)
                throws RpcException {
            if (order instanceof Faults.Refuse refusal) {
                throw refusal.error();
            }
            if (order instanceof Faults.Break broken && !broken.fault().takesEffect()) {
                throw new RpcException("injected fault");
            }
            return order instanceof Faults.Invent invented ? invented.result() : result(method, params);
        }

        private @Nullable Object result(String method, @Nullable Object params) throws RpcException {
            if (method.equals("eth_subscribe") || method.equals("eth_unsubscribe")) {
                if (subscriptions == null) {
                    throw new RpcException(-32601, "notifications not supported", null);
                }
                return subscriptions.call(method, params);
            }
            return methods.call(method, params);
        }
    }
}
