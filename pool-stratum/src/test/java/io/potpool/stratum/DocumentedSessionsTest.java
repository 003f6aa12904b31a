package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sessions of {@code docs/protocols.md}, played line by line to a server. */
class DocumentedSessionsTest {

    private static final Path PAGE = Path.of("../docs/protocols.md");
    private static final String SENT = "    >";
    private static final String HEARD = "    <";

    private final ScriptedPool pool = ScriptedPool.withGold();

    private static List<String> session(String title) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean here = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                here = line.equals("## " + title);
            } else if (here && (line.startsWith(SENT) || line.startsWith(HEARD))) {
                lines.add(line);
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EthProxy", "EthereumStratum/1.0.0", "Plain stratum", "EthereumStratum/2.0.0", "HTTP getwork"})
    void aDocumentedSessionIsWhatTheServerDoes(String title) throws IOException {
        List<String> lines = session(title);
        assertThat(lines).hasSizeGreaterThan(8);
        boolean http = lines.get(0).contains("POST");
        try (StratumServer server = Servers.port(pool, port -> port.protocols(EnumSet.allOf(MinerProtocol.class)));
                TestMiner miner = new TestMiner(server)) {
            StringBuilder request = new StringBuilder();
            for (String line : lines) {
                String text = line.substring(Math.min(line.length(), SENT.length() + 1));
                if (line.startsWith(SENT)) {
                    request.append(request.isEmpty() ? "" : http ? "\r\n" : "\n")
                            .append(text);
                } else {
                    miner.raw((request + (http ? "" : "\n")).getBytes(StandardCharsets.US_ASCII));
                    request.setLength(0);
                    expect(text, miner.line(TestMiner.PATIENCE));
                }
            }
            assertThat(request).isEmpty();
        }
        assertThat(pool.count("stratum.faults") + pool.count("stratum.malformed"))
                .isZero();
        assertThat(pool.hashrates.size()).isEqualTo(title.equals("EthProxy") || title.endsWith("2.0.0") ? 1 : 0);
    }

    private static void expect(String documented, Optional<String> heard) {
        String pattern = Pattern.quote(documented).replace("<session>", "\\E[0-9a-f]{32}\\Q");
        assertThat(heard.map(line -> line.replace("\r", "")))
                .hasValueSatisfying(line -> assertThat(line).matches(pattern));
    }

    @Test
    void everyProtocolIsDocumentedByItsNameInTheConfig() throws IOException {
        String page = Files.readString(PAGE);
        for (MinerProtocol protocol : MinerProtocol.values()) {
            assertThat(page).contains("| `" + protocol.label() + "`");
        }
    }
}
