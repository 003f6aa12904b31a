package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Sends recorded requests to a simulated node and compares its answers; counts which entries it has done. */
final class Replay {

    private final List<Transcripts.Entry> entries = Transcripts.load();
    private final Map<String, String> live = new HashMap<>();
    private final Map<String, List<String>> works = new HashMap<>();
    private final Map<String, Solver.Solution> solutions = new HashMap<>();
    private final Map<String, Long> nextNonce = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final TreeSet<Integer> done = new TreeSet<>();

    List<Transcripts.Entry> entries() {
        return entries;
    }

    Transcripts.Entry entry(int index) {
        return entries.get(index);
    }

    List<String> differences() {
        return differences;
    }

    TreeSet<Integer> done() {
        return done;
    }

    /** Returns the live value for a recorded one. */
    String live(String recorded) {
        return live.getOrDefault(recorded, recorded);
    }

    void alias(String recorded, String liveValue) {
        live.put(recorded, liveValue);
    }

    /** Replays entries over HTTP in their order. */
    void http(SimulatedNode node, int first, int last) throws Exception {
        for (int i = first; i <= last; i++) {
            if (entry(i).isHttpLevel()) {
                level(node, entry(i));
            } else {
                check(i, Json.parse(new Rpc(node).post(Json.text(request(entry(i))))));
            }
        }
    }

    /** Compares an answer to entry {@code index} that a test got in another way. */
    void check(int index, Object answer) {
        Transcripts.Entry entry = entry(index);
        note(index, new Shape(live).compare(unnumbered(entry.response()), unnumbered(answer)));
        if (entry.response() instanceof Map<?, ?> a
                && a.get("result") instanceof List<?> work
                && work.size() == 4
                && answer instanceof Map<?, ?> b
                && b.get("result") instanceof List<?> served) {
            works.put(
                    String.valueOf(work.get(0)),
                    served.stream().map(String::valueOf).toList());
        }
    }

    /** Compares two values in the place of entry {@code index}. */
    void compare(int index, Object recorded, Object answer) {
        note(index, new Shape(live).compare(recorded, answer));
    }

    private void note(int index, List<String> found) {
        done.add(index);
        found.forEach(difference -> differences.add(entry(index) + " " + difference));
    }

    private static Object unnumbered(Object message) {
        if (message instanceof Map<?, ?> map && map.get("id") instanceof Number && !map.containsKey("method")) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.put(
                    "id", map.get("id").toString().contains(".") ? map.get("id").toString() : 1);
            return copy;
        }
        return message;
    }

    private void level(SimulatedNode node, Transcripts.Entry entry) throws Exception {
        String method = (String) entry.fields().getOrDefault("httpMethod", "POST");
        Object body = entry.request();
        String text = body == null ? "" : body instanceof String s ? s : Json.text(body);
        if (entry.name().equals("JSON string")) {
            text = "\"" + text + "\"";
        }
        String path =
                entry.name().contains("another path") ? "/other" : entry.name().contains("query") ? "/?x=1" : "/";
        level(node, entry.index(), method, path, text);
    }

    @SuppressWarnings("unchecked")
    void level(SimulatedNode node, int index, String method, String path, String body) throws Exception {
        Transcripts.Entry entry = entry(index);
        Map<String, String> headers = (Map<String, String>) entry.fields().getOrDefault("httpRequestHeaders", Map.of());
        RawHttp.Answer answer =
                new RawHttp(node.url()).send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
        compare(index, Integer.toString(entry.status()), Integer.toString(answer.status()));
        if (entry.status() != answer.status()) {
            differences.add(entry + ": status " + answer.status());
        }
        if (entry.response() instanceof String raw && !raw.startsWith("{")) {
            compare(index, raw.isEmpty() ? "" : raw, answer.body());
        } else if (entry.response() instanceof String raw) {
            check(index, raw.equals(answer.body()) ? raw : answer.body());
        } else {
            check(index, Json.parse(answer.body()));
        }
    }

    /** Puts live hashes in the place of recorded ones, and live solutions in that of recorded ones. */
    Object request(Transcripts.Entry entry) {
        Object request = substituted(entry.request());
        if (request instanceof Map<?, ?> map
                && "eth_submitWork".equals(map.get("method"))
                && map.get("params") instanceof List<?> params
                && ((List<?>) entry.requestMap().get("params")).get(0) instanceof String nonce
                && nonce.matches("0x[0-9a-fA-F]{16}")
                && params.size() == 3) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, value) -> copy.put((String) name, value));
            copy.put("params", solved(entry, nonce, params));
            return copy;
        }
        return request;
    }

    private List<Object> solved(Transcripts.Entry entry, String nonce, List<?> params) {
        List<?> recorded = (List<?>) entry.requestMap().get("params");
        String header = String.valueOf(recorded.get(1));
        List<String> work = works.get(header);
        List<Object> result = new ArrayList<>(params);
        if (work == null) {
            return result;
        }
        Solver.Solution solution = solutions.computeIfAbsent(nonce, n -> solution(entry, work));
        boolean upper = !nonce.equals(nonce.toLowerCase(Locale.ROOT));
        String mix = String.valueOf(recorded.get(2));
        result.set(0, upper ? upper(solution.nonce()) : solution.nonce());
        boolean mended = mix.matches("0x[0-9a-fA-F]{64}") && !mix.startsWith("0x1111") && !mix.startsWith("0x0000");
        if (mended) {
            result.set(2, upper ? upper(solution.mix()) : solution.mix());
        }
        return result;
    }

    private Solver.Solution solution(Transcripts.Entry entry, List<String> work) {
        if (entry.name().contains("above target")) {
            return Solver.unsolved(work);
        }
        Solver.Solution solution = Solver.solve(work, nextNonce.getOrDefault(work.get(0), 0L));
        nextNonce.put(work.get(0), Long.parseLong(solution.nonce().substring(2), 16) + 1);
        return solution;
    }

    private static String upper(String hex) {
        return "0x" + hex.substring(2).toUpperCase(Locale.ROOT);
    }

    private Object substituted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((name, member) -> copy.put(name, substituted(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::substituted).collect(ArrayList::new, List::add, List::addAll);
        }
        return value instanceof String text ? live(text) : value;
    }
}
