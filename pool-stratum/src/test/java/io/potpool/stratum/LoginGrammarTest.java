package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginGrammarTest {

    private static final String DIGITS = "b85150eb365e7df0941f0cf08235f987ba91506a";

    @ParameterizedTest
    @CsvSource({
        "W, ''",
        "W.rig1, rig1",
        "W/rig1, rig1",
        "W/rig1/mail@example.net, rig1",
        "W.rig1/mail@example.net, rig1",
        "W.rig1.sub, rig1.sub",
        "W., ''",
        "W//x, ''"
    })
    void theWorkerFollowsTheAddress(String user, String worker) {
        for (String wallet : new String[] {DIGITS, "0x" + DIGITS, "0X" + DIGITS.toUpperCase(java.util.Locale.ROOT)}) {
            LoginName name =
                    LoginName.parse("  " + user.replace("W", wallet) + " ").orElseThrow();
            assertThat(name.address().text()).isEqualTo("0x" + DIGITS);
            assertThat(name.worker()).isEqualTo(worker);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0x",
                "rig1",
                "0x1234.rig1",
                "0x0000000000000000000000000000000000000000",
                "0xb85150eb365e7df0941f0cf08235f987ba91506",
                "0xb85150eb365e7df0941f0cf08235f987ba91506a0",
                "0xb85150eb365e7df0941f0cf08235f987ba91506arig",
                "0xb85150eb365e7df0941f0cf08235f987ba91506\u0661",
                "0x0xb85150eb365e7df0941f0cf08235f987ba9150"
            })
    void whatNamesNoAccountIsRefused(String user) {
        assertThat(LoginName.parse(user)).isEmpty();
    }

    @Test
    void theMemberComesBeforeThePartUnlessItIsThePlaceholder() {
        assertThat(WorkerName.choose("rig2", "rig1", "0")).isEqualTo("rig2");
        assertThat(WorkerName.choose("eth1.0", "rig1", "0")).isEqualTo("rig1");
        assertThat(WorkerName.choose("eth1.0", "", "0")).isEqualTo("0");
        assertThat(WorkerName.choose("", "", "rig9")).isEqualTo("rig9");
    }

    @Test
    void aWorkerKeepsToItsAlphabetAndLength() {
        assertThat(WorkerName.choose("a b:c/\u00e9\n.", "", "0")).isEqualTo("a_b_c___.");
        assertThat(WorkerName.choose("x".repeat(40), "", "0")).isEqualTo("x".repeat(32));
    }
}
