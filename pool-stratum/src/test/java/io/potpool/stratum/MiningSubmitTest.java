package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same share as each protocol that has a {@code mining.submit} writes it. */
class MiningSubmitTest {

    private static final WorkFormat FORMAT = new WorkFormat(4, TargetStyle.PADDED, true);
    private static final NoncePrefix OWN = NoncePrefix.parse("a2eea0");
    private static final Hash256 HEADER =
            Hash256.parse("fc12eb20c58158071c956316cdcd12a22dd8bf126ac4aee559f0ffe4df11f279");
    private static final String HEX = HEADER.toHex();
    private static final String JOB = "a2eea0" + HEX.substring(0, 16);
    private static final String MIX = "0x" + "5c".repeat(32);

    private static Request submit(String... params) {
        return new Request(
                "4",
                "mining.submit",
                Stream.of(params)
                        .map(text -> new Param(Param.Kind.STRING, text))
                        .toList(),
                Map.of(),
                "rig");
    }

    private static Stream<Dialect> dialects() {
        return Stream.of(
                new PlainStratumDialect(FORMAT), new EthereumStratum1Dialect(FORMAT), new EthereumStratum2Dialect(60));
    }

    @Test
    void onlyThePlacesOfItsPartsDifferBetweenTheProtocols() {
        Nonce nonce = Nonce.parse("a2eea0cfae7df760");
        Optional<Hash256> mix = Optional.of(Hash256.parse(MIX));
        long word = HEADER.w0();

        assertThat(new PlainStratumDialect(FORMAT).read(submit("u", HEX, "0x" + nonce.toHex(), HEX, MIX), null))
                .isEqualTo(new Command.Submit("u", "rig", word, Optional.of(HEADER), nonce, mix));
        assertThat(new EthereumStratum1Dialect(FORMAT).read(submit("u", JOB, "cfae7df760", HEX, MIX), OWN))
                .isEqualTo(new Command.Submit("u", "rig", word, Optional.empty(), nonce, mix));
        assertThat(new EthereumStratum2Dialect(60).read(submit(JOB, "cfae7df760", "w-1", HEX, MIX), OWN))
                .isEqualTo(new Command.Submit("w-1", "", word, Optional.empty(), nonce, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whatLacksAPartIsTheSameFaultInEveryProtocol(Dialect dialect) {
        assertThat(dialect.read(submit("u", JOB), OWN)).isEqualTo(new Command.BadShare(Refusal.BAD_PARAMS));
        assertThat(dialect.read(submit(), OWN)).isEqualTo(new Command.BadShare(Refusal.BAD_PARAMS));
        Request number = new Request(
                "4",
                "mining.submit",
                List.of(
                        new Param(Param.Kind.STRING, "u"),
                        new Param(Param.Kind.STRING, JOB),
                        new Param(Param.Kind.NUMBER, "7")),
                Map.of(),
                "");
        assertThat(dialect.read(number, OWN)).isEqualTo(new Command.BadShare(Refusal.BAD_PARAMS));
    }

    @Test
    void whoHasNoPrefixYetIsToldSoBeforeHisPartsAreLookedAt() {
        Command told = new Command.Refuse(Refusal.NOT_SUBSCRIBED);
        assertThat(new EthereumStratum1Dialect(FORMAT).read(submit("u"), null)).isEqualTo(told);
        assertThat(new EthereumStratum2Dialect(60).read(submit("u"), null)).isEqualTo(told);
    }
}
