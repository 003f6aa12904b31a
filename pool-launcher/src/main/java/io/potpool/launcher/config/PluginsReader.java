package io.potpool.launcher.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which parts come from plugins, and what each is told. */
final class PluginsReader {

    private final Section plugins;

    PluginsReader(Section plugins) {
        this.plugins = plugins;
    }

    PluginsConfig read() {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        plugins.section("settings").forEachKey((all, id) -> settings.put(id, texts(all.section(id))));
        return new PluginsConfig(
                plugins.text("store"),
                plugins.text("nodeClient"),
                plugins.text("jobManager"),
                plugins.text("accessPolicy"),
                ids("transports"),
                ids("shareListeners"),
                ids("blockListeners"),
                Map.copyOf(settings));
    }

    private List<String> ids(String key) {
        List<String> ids = new ArrayList<>();
        for (Value item : plugins.items(key)) {
            if (item instanceof Value.Text text) {
                ids.add(text.text());
            } else {
                plugins.error(key, "must hold texts, not " + item.kind());
            }
        }
        return List.copyOf(ids);
    }

    /** Numbers and flags reach a plugin as they are written. */
    private static Map<String, String> texts(Section settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.forEachKey((own, key) -> {
            Optional<Value> value = own.given(key);
            if (value.orElse(null) instanceof Value.Num number) {
                texts.put(key, number.number().toString());
            } else if (value.orElse(null) instanceof Value.Bool flag) {
                texts.put(key, String.valueOf(flag.value()));
            } else {
                own.text(key).ifPresent(text -> texts.put(key, text));
            }
        });
        return Map.copyOf(texts);
    }
}
