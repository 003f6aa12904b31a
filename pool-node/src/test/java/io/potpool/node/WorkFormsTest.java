package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.chain.Chains;
import io.potpool.domain.Hash256;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkFormsTest {

    private static final String HEADER = "\"0x" + "11".repeat(32) + "\"";
    private static final String SEED = "\"0x" + "22".repeat(32) + "\"";
    private static final String TARGET = "\"0x0000" + "33".repeat(30) + "\"";
    private static final NotifiedWork.Seeds SEEDS = NotifiedWork.Seeds.of(Chains.named("classic"));

    private static RawWork work(String json) throws BadValueException {
        return RawWork.decode(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static NotifiedWork notified(String body) throws BadValueException {
        return NotifiedWork.decode(body.getBytes(StandardCharsets.UTF_8), SEEDS);
    }

    private static String array(String... elements) {
        return "[" + String.join(",", elements) + "]";
    }

    @Test
    void fourElementsHaveAHeight() throws Exception {
        assertThat(work(array(HEADER, SEED, TARGET, "\"0x17d7841\"")).height()).isEqualTo(OptionalLong.of(25_000_001));
    }

    @Test
    void threeElementsHaveNone() throws Exception {
        assertThat(work(array(HEADER, SEED, TARGET)).height()).isEmpty();
    }

    @Test
    void getWorkOfTwoElementsIsRefused() {
        assertThatThrownBy(() -> work(array(HEADER, SEED))).hasMessage("the work has 2 elements");
    }

    @Test
    void nullWorkIsRefused() {
        assertThatThrownBy(() -> work("null")).hasMessage("the work is null");
    }

    @Test
    void aTargetOfZeroIsRefused() {
        assertThatThrownBy(() -> work(array(HEADER, SEED, "\"0x" + "0".repeat(64) + "\"", "\"0x1\"")))
                .hasMessage("the work's target is 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "true",
                "[]",
                "{}",
                "\"0x\"",
                "\"1\"",
                "\"0xg\"",
                "\"0x0\"",
                "\"0x8000000000000000\"",
                "\"0x10000000000000000000000000000000000000000000000000000000000000000000000\"",
                "\"0x-1\"",
                "\"0x١\""
            })
    void aHeightOfAnotherFormIsRefused(String height) {
        assertThatThrownBy(() -> work(array(HEADER, SEED, TARGET, height))).isInstanceOf(BadValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"\"", "\"0x11\"", "{}", "[]"})
    void hashesOfAnotherFormAreRefused(String hash) {
        assertThatThrownBy(() -> work(array(hash, SEED, TARGET, "\"0x1\""))).isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> work(array(HEADER, hash, TARGET, "\"0x1\""))).isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> work(array(HEADER, SEED, hash, "\"0x1\""))).isInstanceOf(BadValueException.class);
    }

    @Test
    void bothArrayFormsOfANotificationAreOne() throws Exception {
        String array = array(HEADER, SEED, TARGET, "\"0x5\"");
        assertThat(notified("{ \"result\": " + array + " }")).isEqualTo(notified(array));
    }

    @Test
    void aForgedNotifyTargetMintsNothing() {
        for (String target : new String[] {"\"0x" + "f".repeat(64) + "\"", "\"0x" + "0".repeat(64) + "\""}) {
            assertThatThrownBy(() -> notified(array(HEADER, SEED, target, "\"0x5\"")))
                    .isInstanceOf(BadValueException.class);
        }
    }

    @Test
    void aNotificationWithoutAHeightIsRefused() {
        assertThatThrownBy(() -> notified(array(HEADER, SEED, TARGET))).isInstanceOf(BadValueException.class);
    }

    @Test
    void theSeedOfANotifiedHeaderFollowsTheChainsEpochs() throws Exception {
        String full = new String(headerAt("0x17d7841"), StandardCharsets.UTF_8);
        assertThat(notified(full).seed())
                .isEqualTo(Hash256.parse("72255a7f00ce18321e3baf7defdbc7600d0f9e2d26d9c5342a618cb2f76d6cdc"));
    }

    @Test
    void aNotifiedHeaderBeyondTheLastEpochIsRefused() {
        assertThatThrownBy(() -> notified(new String(headerAt("0x7fffffffffffffff"), StandardCharsets.UTF_8)))
                .isInstanceOf(BadValueException.class);
    }

    private static byte[] headerAt(String height) {
        try {
            String body = new String(Transcripts.named("notify full form").body(), StandardCharsets.UTF_8);
            return body.replace("\"number\":\"0x1\"", "\"number\":\"" + height + "\"")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (Exception missing) {
            throw new AssertionError(missing);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parentHash",
                "sha3Uncles",
                "miner",
                "stateRoot",
                "transactionsRoot",
                "receiptsRoot",
                "logsBloom",
                "difficulty",
                "number",
                "gasLimit",
                "gasUsed",
                "timestamp",
                "extraData"
            })
    void aNotifiedHeaderThatLacksAFieldIsRefused(String field) throws Exception {
        String body = new String(Transcripts.named("notify full form").body(), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> notified(body.replace("\"" + field + "\"", "\"other\"")))
                .isInstanceOf(BadValueException.class);
    }
}
