package io.potpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifyShareTest {

    @Test
    void theExamplePrintsTheMixAndTheResultOfTheBlock() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            VerifyShare.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("mix 0x969b900de27b6ac6a67742365dd65f55a0526c41fd18e1b16f1a1215c2e66f59")
                .contains("result 0x000000002bc095dd4de049873e6302c3f14a7f2e5b5a1f60cdf1f1798164d610");
    }
}
