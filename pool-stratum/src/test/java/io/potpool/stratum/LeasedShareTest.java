package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Nonce;
import io.potpool.terms.NoncePrefix;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeasedShareTest {

    private static final NoncePrefix OWN = NoncePrefix.parse("a2eea0");
    private static final String WORD = "fc12eb20c5815807";

    private static Command read(String job, String nonce) {
        return LeasedShare.command(Optional.of(new MiningSubmit("user", "", job, nonce, Optional.empty())), OWN);
    }

    @ParameterizedTest
    @CsvSource({
        "a2eea0, 0000000001, a2eea00000000001",
        "b3ffb1, 0000000001, b3ffb10000000001",
        "0000b1, 0000000001, 0000b10000000001",
        "b3ff, 000000000001, b3ff000000000001",
        "b3ff, b3ff000000000001, b3ff000000000001",
        "a2eea0, b3ff000000000001, b3ff000000000001"
    })
    void aShortNonceIsUnderThePrefixThatItsJobsIdNames(String prefix, String nonce, String whole) {
        assertThat(read(prefix + WORD, nonce)).isInstanceOfSatisfying(Command.Submit.class, share -> {
            assertThat(share.nonce()).isEqualTo(Nonce.parse(whole));
            assertThat(share.headerWord()).isEqualTo(Nonce.parse(WORD).value());
        });
    }

    @Test
    void aNonceThatFitsNoOtherSessionsJobIsOfNoKnownJobAndNotMalformed() {
        assertThat(read("b3ff" + WORD, "0000000001")).isEqualTo(new Command.BadShare(Refusal.UNKNOWN_JOB));
        assertThat(read("b3" + WORD, "0000000001")).isEqualTo(new Command.BadShare(Refusal.UNKNOWN_JOB));
        assertThat(read("a2eea0" + WORD, "00000001")).isEqualTo(new Command.BadShare(Refusal.NONCE_SIZE));
    }
}
