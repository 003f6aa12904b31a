package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionLookTest {

    private static final Hash256 ASKED = Hash256.parse("0x" + "12".repeat(32));
    private static final String BLOCK = "0x" + "ab".repeat(32);
    private static final String TO = "0x" + "a1".repeat(20);
    private static final String TRANSACTION = "{\"hash\":\"" + ASKED + "\",\"blockHash\":\"" + BLOCK
            + "\",\"from\":\"0x" + "ee".repeat(20) + "\",\"to\":\"" + TO + "\",\"value\":\"0x5\"}";
    private static final String RECEIPT = "{\"transactionHash\":\"" + ASKED + "\",\"blockHash\":\"" + BLOCK
            + "\",\"to\":\"" + TO + "\",\"blockNumber\":\"0x7\",\"status\":\"0x1\"}";

    private static TransactionFate fate(String receipt, String transaction) throws BadValueException {
        return TransactionLook.fate(ASKED, json(receipt), json(transaction));
    }

    private static Json json(String text) throws BadValueException {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean succeeded(String receipt) throws BadValueException {
        return ((TransactionFate.Mined) fate(receipt, TRANSACTION)).succeeded();
    }

    @Test
    void receiptAndTransactionTellTogether() throws BadValueException {
        assertThat(fate(RECEIPT, TRANSACTION)).isInstanceOfSatisfying(TransactionFate.Mined.class, mined -> {
            assertThat(mined.height()).isEqualTo(7);
            assertThat(mined.amount()).hasToString("5");
            assertThat(mined.to()).hasValueSatisfying(to -> assertThat(to).hasToString(TO));
            assertThat(mined.succeeded()).isTrue();
        });
        assertThat(succeeded(RECEIPT.replace("\"0x1\"", "\"0x0\""))).isFalse();
    }

    @Test
    void receiptFromBeforeReceiptsHadAStatusIsNoFailure() throws BadValueException {
        assertThat(succeeded(RECEIPT.replace("\"status\":\"0x1\"", "\"root\":\"" + BLOCK + "\"")))
                .isTrue();
    }

    @Test
    void whatTheNodeDoesNotHaveIsUnknownAndWhatIsInNoBlockIsUnmined() throws BadValueException {
        assertThat(fate("null", "null")).isEqualTo(new TransactionFate.Unknown());
        assertThat(fate("null", TRANSACTION)).isEqualTo(new TransactionFate.Unknown());
        assertThat(fate("null", TRANSACTION.replace("\"" + BLOCK + "\"", "null")))
                .isEqualTo(new TransactionFate.Unmined());
    }

    @ParameterizedTest
    @CsvSource({
        "1212, 3412, an answer about",
        "abab, cdab, differ",
        "a1a1, a2a1, differ",
        "0x7, 7, no 0x",
        "status, state, receipt's status"
    })
    void receiptThatDoesNotBelongToItsTransactionIsNoAnswer(String part, String other, String words) {
        assertThatThrownBy(() -> fate(RECEIPT.replaceFirst(part, other), TRANSACTION))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining(words);
    }
}
