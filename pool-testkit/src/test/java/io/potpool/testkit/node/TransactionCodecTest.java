package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.testkit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TransactionCodecTest {

    private static List<Map<?, ?>> entries() throws IOException {
        try (InputStream in = TransactionCodecTest.class.getResourceAsStream("/vectors/tx.json")) {
            Map<?, ?> file = (Map<?, ?>) Json.parse(in.readAllBytes());
            return ((List<?>) file.get("entries"))
                    .stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
        }
    }

    private static Stream<DynamicTest> tests(List<String> kinds, Check check) throws IOException {
        return entries().stream()
                .filter(entry -> kinds.contains(entry.get("kind")))
                .map(entry -> DynamicTest.dynamicTest(String.valueOf(entry.get("id")), () -> check.run(entry)));
    }

    private interface Check {
        void run(Map<?, ?> entry) throws Exception;
    }

    private static byte[] raw(Map<?, ?> entry) {
        return HexText.bytes((String) entry.get("raw"));
    }

    private static BigInteger key(Map<?, ?> entry) {
        return new BigInteger(((String) entry.get("private_key")).substring(2), 16);
    }

    @TestFactory
    Stream<DynamicTest> signedTransactionsDecodeToTheirHashAndSender() throws IOException {
        return tests(List.of("sign", "recover"), entry -> {
            BigInteger chain = (BigInteger) entry.get("chain_id");
            Transaction tx = new TransactionCodec(chain == null ? 61 : chain.longValueExact()).decode(raw(entry));
            assertThat(tx.hash()).hasToString((String) entry.get("tx_hash"));
            assertThat(tx.chainId()).isEqualTo(chain);
            String sender = chain == null ? null : (String) entry.get("sender");
            assertThat(tx.sender() == null ? null : tx.sender().text()).isEqualTo(sender);
        });
    }

    @TestFactory
    Stream<DynamicTest> legacyTransactionsAreSignedToTheByte() throws IOException {
        return tests(List.of("sign"), entry -> {
            Map<?, ?> fields = (Map<?, ?>) entry.get("fields");
            if (!BigInteger.ZERO.equals(entry.get("type")) || entry.get("chain_id") == null) {
                return;
            }
            String to = (String) fields.get("to");
            byte[] signed = new TransactionCodec(((BigInteger) entry.get("chain_id")).longValueExact())
                    .signLegacy(
                            key(entry),
                            new BigInteger(fields.get("nonce").toString()).longValue(),
                            new BigInteger(fields.get("gasPrice").toString()),
                            new BigInteger(fields.get("gas").toString()).longValue(),
                            to == null || to.length() < 42 ? null : Address.parse(to),
                            new BigInteger(fields.get("value").toString()),
                            HexText.bytes((String) fields.get("data")));
            assertThat(HexText.data(signed)).isEqualTo(entry.get("raw"));
        });
    }

    @TestFactory
    Stream<DynamicTest> invalidTransactionsAreRefused() throws IOException {
        return tests(List.of("invalid"), entry -> {
            Transaction tx;
            try {
                tx = new TransactionCodec(1).decode(raw(entry));
            } catch (Rlp.RlpException e) {
                assertThat(e.getMessage()).startsWith("rlp: ");
                return;
            }
            assertThat(tx.sender()).isNull();
        });
    }

    @TestFactory
    Stream<DynamicTest> keysGiveTheirAddresses() throws IOException {
        return tests(
                List.of("key_to_address"),
                entry -> assertThat(Secp256k1.addressOf(key(entry))).hasToString((String) entry.get("address")));
    }

    @Test
    void noKindOfVectorIsLost() throws IOException {
        assertThat(entries()).hasSize(92);
        assertThat(entries().stream().map(entry -> (String) entry.get("kind")).distinct())
                .containsExactlyInAnyOrder("sign", "recover", "invalid", "eip55", "key_to_address");
    }

    @TestFactory
    Stream<DynamicTest> addressesCarryTheirChecksums() throws IOException {
        return tests(List.of("eip55"), entry -> {
            Object address =
                    entry.containsKey("address_lower") ? entry.get("address_lower") : entry.get("address_given");
            assertThat(Address.parse((String) address).checksummed()).isEqualTo(entry.get("checksum"));
        });
    }
}
