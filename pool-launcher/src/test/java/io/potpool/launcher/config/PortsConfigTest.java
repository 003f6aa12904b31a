package io.potpool.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.stratum.MinerProtocol;
import io.potpool.stratum.TargetStyle;
import io.potpool.stratum.TlsMode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsConfigTest {

    private static PortsConfig ports(String members) {
        return Configs.good(Configs.proxy(members)).ports();
    }

    @Test
    void theStratumPortServesAllButEthereumStratum2() {
        assertThat(ports("\"stratum\": {}").stratum())
                .containsExactly(PortConfig.usual(new HostPort("0.0.0.0", 3333), MinerProtocol.usual()));
        assertThat(MinerProtocol.usual()).doesNotContain(MinerProtocol.ETHEREUM_STRATUM_2);
    }

    @Test
    void everyPortHasItsOwnSettings() {
        PortsConfig ports = ports("\"stratum\": {\"certFile\": \"c.pem\", \"keyFile\": \"/k.pem\"},"
                + "\"ports\": [{\"listen\": \":4444\", \"protocols\": [\"ethproxy\", \"getwork\"], \"tls\": true,"
                + "\"proxyProtocol\": {\"trusted\": [\"10.0.0.0/8\"], \"required\": false}, \"workElements\": 3,"
                + "\"targetStyle\": \"stripped\", \"algoHint\": false, \"minDiffFloat\": 2, \"maxDiffFloat\": 50},"
                + "{\"listen\": \":5555\", \"tls\": \"also\"}]");

        assertThat(ports.stratum()).hasSize(3);
        assertThat(ports.stratum().get(0).tls()).isEqualTo(TlsMode.OFF);
        PortConfig second = ports.stratum().get(1);
        assertThat(second.listen()).isEqualTo(new HostPort("", 4444));
        assertThat(second.protocols()).containsExactlyInAnyOrder(MinerProtocol.ETHPROXY, MinerProtocol.GETWORK);
        assertThat(second.tls()).isEqualTo(TlsMode.ONLY);
        assertThat(second.certFile()).hasValue(Path.of("/pool/c.pem"));
        assertThat(second.keyFile()).hasValue(Path.of("/k.pem"));
        assertThat(second.trustedProxies()).isEqualTo(List.of("10.0.0.0/8"));
        assertThat(second.proxyRequired()).isFalse();
        assertThat(second.workElements()).isEqualTo(3);
        assertThat(second.targetStyle()).isEqualTo(TargetStyle.STRIPPED);
        assertThat(second.algoHint()).isFalse();
        assertThat(second.difficultyBounds().orElseThrow().most()).isEqualByComparingTo("50");
        assertThat(ports.stratum().get(2).tls()).isEqualTo(TlsMode.ALSO);
    }

    @Test
    void theListenerOfTheFamilyServesMinersOverHttpUnlessTheyAreNotWanted() {
        String listen = "\"listen\": \"127.0.0.1:8888\", \"behindReverseProxy\": true";

        PortsConfig both = ports(listen);
        assertThat(both.http().orElseThrow().protocols()).containsExactly(MinerProtocol.GETWORK);
        assertThat(both.reverseProxies()).contains("127.0.0.0/8", "fc00::/7");
        assertThat(ports(listen + ", \"getwork\": false").http()).isEqualTo(Optional.empty());
        assertThat(ports("\"debug\": false").http()).isEqualTo(Optional.empty());
    }

    @Test
    void theListenerOfTheFamilyHasTheSettingsOfAPort() {
        String stratum = "\"stratum\": {\"certFile\": \"c.pem\", \"keyFile\": \"k.pem\"},";
        PortConfig port = ports(stratum + "\"listen\": \"127.0.0.1:8888\", \"http\": {\"tls\": \"also\","
                        + "\"keyFile\": \"own.pem\", \"workElements\": 3,"
                        + "\"proxyProtocol\": {\"trusted\": [\"10.0.0.7\"], \"required\": false}}")
                .http()
                .orElseThrow();

        assertThat(port.listen()).isEqualTo(new HostPort("127.0.0.1", 8888));
        assertThat(port.protocols()).containsExactly(MinerProtocol.GETWORK);
        assertThat(port.tls()).isEqualTo(TlsMode.ALSO);
        assertThat(port.certFile()).hasValue(Path.of("/pool/c.pem"));
        assertThat(port.keyFile()).hasValue(Path.of("/pool/own.pem"));
        assertThat(port.trustedProxies()).isEqualTo(List.of("10.0.0.7"));
        assertThat(port.proxyRequired()).isFalse();
        assertThat(port.workElements()).isEqualTo(3);
    }

    @Test
    void withoutAnythingSaidTheListenerOfTheFamilyIsPlain() {
        assertThat(ports("\"listen\": \"127.0.0.1:8888\"").http())
                .hasValue(PortConfig.usual(new HostPort("127.0.0.1", 8888), EnumSet.of(MinerProtocol.GETWORK)));
    }

    @Test
    void settingsOfAListenerForMinersThatIsNotThereAreWarnedOf() {
        String http = "\"http\": {\"workElements\": 3}";

        assertThat(Configs.warnings(Configs.proxy(http)))
                .singleElement()
                .asString()
                .contains("proxy.http: there is no \"listen\"");
        assertThat(Configs.warnings(Configs.proxy("\"listen\": \":1\", \"getwork\": false, " + http)))
                .singleElement()
                .asString()
                .contains("proxy.http: has no effect with getwork false");
    }

    @Test
    void onlyTheNamedReverseProxiesAreBelievedOrElseThoseNearby() {
        String listen = "\"listen\": \"127.0.0.1:8888\", \"reverseProxies\": [\"203.0.113.0/24\"]";

        assertThat(ports(listen + ", \"behindReverseProxy\": true").reverseProxies())
                .isEqualTo(List.of("203.0.113.0/24"));
        assertThat(ports(listen).reverseProxies()).isEmpty();
    }

    @Test
    void aPoolOfHttpMinersAloneNeedsNoStratumPort() {
        PoolConfig http =
                Configs.good(Configs.proxy("\"listen\": \"127.0.0.1:8888\", \"stratum\": {\"enabled\": false}"));
        PoolConfig nothing = Configs.good(Configs.proxy("\"stratum\": {\"enabled\": false}"));

        assertThat(http.serves()).isTrue();
        assertThat(http.ports().stratum()).isEmpty();
        assertThat(nothing.serves()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ports\": [{}]|proxy.ports[0].listen: is missing",
                "\"ports\": [{\"listen\": \":1\", \"protocols\": [\"stratum3\"]}]|no protocol \"stratum3\"; known: ethproxy",
                "\"stratum\": {\"protocols\": []}|proxy.stratum.protocols: names none",
                "\"stratum\": {\"tls\": true}|proxy.stratum.tls: needs certFile and keyFile",
                "\"listen\": \":1\", \"http\": {\"tls\": true}|proxy.http.tls: needs certFile and keyFile",
                "\"listen\": \":1\", \"http\": {\"proxyProtocol\": {}}|proxy.http.proxyProtocol.trusted: names no address",
                "\"listen\": \":1\", \"http\": {\"workElement\": 3}|\"workElements\"",
                "\"listen\": \":1\", \"http\": {\"protocols\": []}|proxy.http.protocols",
                "\"stratum\": {\"tls\": \"yes\"}|must be true for TLS alone",
                "\"stratum\": {\"proxyProtocol\": {}}|proxy.stratum.proxyProtocol.trusted: names no address",
                "\"stratum\": {\"proxyProtocol\": {\"trusted\": [\"example.org\"]}}|is no address or range",
                "\"stratum\": {\"proxyProtocol\": {\"trusted\": [\"10.0.0.0/40\"]}}|is no address or range",
                "\"stratum\": {\"targetStyle\": \"short\"}|must be \"padded\" or \"stripped\"",
                "\"stratum\": {\"workElements\": 5}|must lie between 3 and 4",
                "\"ports\": [{\"listen\": \":1\", \"minDiffFloat\": 2}]|both bounds of a port",
                "\"ports\": [{\"listen\": \":1\", \"minDiffFloat\": 3, \"maxDiffFloat\": 2}]|not above maxDiffFloat",
            })
    void whatCannotBeServedIsAnError(String members, String error) {
        assertThat(Configs.errors(Configs.proxy(members)))
                .anySatisfy(line -> assertThat(line).contains(error));
    }

    @Test
    void ethereumStratum2OnAnEtchashChainIsWarnedOf() {
        String all = "\"stratum\": {\"protocols\": [\"ethereumstratum2\"]}";

        assertThat(Configs.warnings(Configs.proxy(all)))
                .singleElement()
                .asString()
                .contains("mine Etchash in vain");
        assertThat(Configs.warnings(Configs.read("{\"network\": \"ethereum\", " + Configs.NODE + ", \"proxy\": {"
                        + Configs.PAY + ", " + all + "}}")))
                .isEmpty();
    }
}
