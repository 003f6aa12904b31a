package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static NodeSettings node(String url) {
        return NodeSettings.of("main", URI.create(url));
    }

    @Test
    void aHostNameMayHaveAnUnderscore() {
        assertThat(node("http://core_geth:8545").host()).isEqualTo("core_geth");
        assertThat(node("http://user:pw@core_geth/").host()).isEqualTo("core_geth");
        assertThat(node("https://127.0.0.1:8545/path").host()).isEqualTo("127.0.0.1");
    }

    @Test
    void otherSchemesAndMissingHostsAreRefused() {
        for (String url : new String[] {"127.0.0.1:8545", "ftp://host/", "http:///path", "http:", "ws://host"}) {
            assertThatThrownBy(() -> node(url)).as(url).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> node("http://host").withWebsocket(URI.create("http://host")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> node("http://host").withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nodesHaveNamesOfTheirOwn() {
        NodeClientSettings.Builder builder = NodeClientSettings.builder(Fixture.CHAIN);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
        builder.node(node("http://one"));
        assertThat(builder.build().pollInterval()).isEqualTo(Duration.ofMillis(100));
        builder.node(node("http://two"));
        assertThatThrownBy(builder::build).hasMessage("two nodes are called main");
    }

    @Test
    void aSecretPathIsOneSlashAndPlainCharacters() {
        NodeClientSettings.Builder builder =
                NodeClientSettings.builder(Fixture.CHAIN).node(node("http://one"));
        for (String path : new String[] {"", "/", "secret", "/a b", "/a?b", "/a#b"}) {
            assertThatThrownBy(() -> builder.notifySecretPath(path).build())
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(builder.notifySecretPath("/jobs/3f9c-a_b.c~d").build().notifySecretPath())
                .isPresent();
    }
}
