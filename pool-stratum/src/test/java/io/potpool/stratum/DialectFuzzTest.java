package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.potpool.stratum.codec.Incoming;
import io.potpool.stratum.codec.Request;
import io.potpool.stratum.codec.RequestDecoder;
import io.potpool.terms.NoncePrefix;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DialectFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final NoncePrefix PREFIX = NoncePrefix.parse("a2ee");
    private static final StratumSettings SETTINGS =
            StratumSettings.builder().listen(new InetSocketAddress(0)).build();

    private static final Autodetect ALL = new Autodetect(EnumSet.allOf(MinerProtocol.class), WorkFormat.USUAL, 900);

    @FuzzTest(maxDuration = "10m")
    void ethProxy(byte[] line) {
        read(new EthProxyDialect(WorkFormat.USUAL), line, null);
    }

    @FuzzTest(maxDuration = "10m")
    void plainStratum(byte[] line) {
        read(new PlainStratumDialect(WorkFormat.USUAL), line, null);
    }

    @FuzzTest(maxDuration = "10m")
    void getwork(byte[] line) {
        read(new GetworkDialect(WorkFormat.USUAL), line, null);
    }

    @FuzzTest(maxDuration = "10m")
    void ethereumStratum2(byte[] line) {
        read(new EthereumStratum2Dialect(900), line, PREFIX);
    }

    @FuzzTest(maxDuration = "10m")
    void ethereumStratum2BeforeItsSubscription(byte[] line) {
        read(new EthereumStratum2Dialect(900), line, null);
    }

    @FuzzTest(maxDuration = "10m")
    void ethereumStratum1(byte[] line) {
        read(new EthereumStratum1Dialect(WorkFormat.USUAL), line, PREFIX);
    }

    @FuzzTest(maxDuration = "10m")
    void autodetection(byte[] line) {
        if (decode(line) instanceof Request request) {
            Autodetect.Opening opening = ALL.open(request);
            check(opening.voice(), request, opening.command());
        }
    }

    private static Incoming decode(byte[] line) {
        return RequestDecoder.decode(line, Math.min(line.length, RequestDecoder.MAX_LINE - 1));
    }

    private static void read(Dialect dialect, byte[] line, @Nullable NoncePrefix prefix) {
        if (decode(line) instanceof Request request) {
            check(dialect, request, dialect.read(request, prefix));
        }
    }

    private static void check(Dialect voice, Request request, Command command) {
        if (command instanceof Command.Submit submit) {
            boolean leased = voice instanceof LeasingDialect;
            assertThat(submit.header().isEmpty()).isEqualTo(leased);
        }
        if (command instanceof Command.Login login) {
            LoginName.parse(login.user())
                    .ifPresent(name -> assertThat(WorkerName.choose(login.worker(), name.worker(), WorkerName.NONE))
                            .matches("[0-9A-Za-z._-]{1,32}"));
            SETTINGS.passwordDifficulty.parse(login.password());
        }
        if (command instanceof Command.Hashrate told) {
            told.rate().ifPresent(rate -> assertThat(rate).isNotNegative());
        }
        if (command instanceof Command.Say say) {
            assertThat(JSON.readTree(say.answer()).has("id")).isTrue();
        }
        Refusal why = command instanceof Command.Refuse refuse ? refuse.why() : Refusal.BAD_PARAMS;
        if (voice.namesWorkersByToken() && request.id().equals("null")) {
            assertThat(voice.refused(request.id(), why) + voice.accepted(request.id()))
                    .isEmpty();
            return;
        }
        JsonNode answer = JSON.readTree(voice.refused(request.id(), why));
        assertThat(answer.get("error").isContainer()).isTrue();
        assertThat(answer.path("result").asBoolean(false)).isFalse();
        assertThat(JSON.readTree(voice.accepted(request.id())).has("id")).isTrue();
    }
}
