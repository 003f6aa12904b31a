package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every body that a real core-geth sent goes through the decoders. */
class RecordedBodiesTest {

    private static final NotifiedWork.Seeds SEEDS = height -> Hash256.ZERO;

    @Test
    void everyRecordedBodyIsDecodedOrRefusedInWords() throws Exception {
        int bodies = 0;
        for (Transcripts.Exchange exchange : Transcripts.all()) {
            RpcReply<Json> reply = RpcCodec.decodeSingle(exchange.body());
            RpcCodec.decodeBatch(exchange.body(), 3);
            reply.decode(RawWork::decode);
            reply.decode(NodeBlock::decode);
            try {
                NotifiedWork.decode(exchange.body(), SEEDS);
            } catch (BadValueException refused) {
                assertThat(refused.why()).isNotEmpty();
            }
            bodies++;
        }
        assertThat(bodies).isEqualTo(369);
    }

    @Test
    void everyRecordedWorkHasItsFourElements() throws Exception {
        int works = 0;
        for (Transcripts.Exchange exchange : Transcripts.all()) {
            if (exchange.method().endsWith("_getWork") && exchange.result() instanceof Json.Items items) {
                RawWork work = RawWork.decode(items);
                assertThat(work.header().toString())
                        .isEqualTo(((Json.Text) items.values().get(0)).value());
                assertThat(work.seed().toString())
                        .isEqualTo(((Json.Text) items.values().get(1)).value());
                assertThat(work.target().toString())
                        .isEqualTo(((Json.Text) items.values().get(2)).value());
                assertThat("0x" + Long.toHexString(work.height().orElseThrow()))
                        .isEqualTo(((Json.Text) items.values().get(3)).value());
                works++;
            }
        }
        assertThat(works).isGreaterThan(15);
    }

    @Test
    void everyRecordedCanonicalBlockIsDecoded() throws Exception {
        int blocks = 0;
        for (Transcripts.Exchange exchange : Transcripts.all()) {
            boolean pending =
                    exchange.request().path("params").path(0).asString("").equals("pending");
            if (exchange.method().equals("eth_getBlockByNumber")
                    && !pending
                    && RpcCodec.decodeSingle(exchange.body()) instanceof RpcReply.Result<Json> result
                    && result.value() instanceof Json.Members members) {
                NodeBlock block = NodeBlock.decode(members).orElseThrow();
                assertThat(block.head().hash().toString()).isEqualTo(((Json.Text) members.get("hash")).value());
                assertThat("0x" + Long.toHexString(block.head().height()))
                        .isEqualTo(((Json.Text) members.get("number")).value());
                assertThat("0x" + Long.toHexString(block.head().timestamp().getEpochSecond()))
                        .isEqualTo(((Json.Text) members.get("timestamp")).value());
                assertThat(block.totalDifficulty()).isPresent();
                blocks++;
            }
        }
        assertThat(blocks).isGreaterThan(10);
    }

    @Test
    void aPendingBlockIsNoBlockButHasANumber() throws Exception {
        Json pending = Transcripts.named("pending block, height 1").result();
        assertThat(NodeBlock.decodeNumber(pending)).isEqualTo(1);
        RpcReply<Json> reply = new RpcReply.Result<>(pending);
        assertThat(reply.decode(NodeBlock::decode)).isInstanceOf(RpcReply.Malformed.class);
    }

    @Test
    void theDefaultNotificationIsTheWorkThatGetWorkServes() throws Exception {
        NotifiedWork notified =
                NotifiedWork.decode(Transcripts.named("notify default form").body(), SEEDS);
        RawWork work = RawWork.decode(Transcripts.named("eth_getWork").result());
        assertThat(notified)
                .isEqualTo(new NotifiedWork(work.header(), work.seed(), work.target(), 1, Optional.empty()));
    }

    @Test
    void theFullNotificationHasTheHeaderThatGetWorkServes() throws Exception {
        for (List<String> pair : List.of(
                List.of("notify full form", "eth_getWork beside the next entry"),
                List.of("notify full form, recommit", "eth_getWork after the recommit"),
                List.of("1559 net: notify full form", "1559 net: eth_getWork with a base fee"))) {
            NotifiedWork notified =
                    NotifiedWork.decode(Transcripts.named(pair.get(0)).body(), SEEDS);
            RawWork work = RawWork.decode(Transcripts.named(pair.get(1)).result());
            assertThat(notified.header()).as(pair.get(0)).isEqualTo(work.header());
            assertThat(notified.target()).isEqualTo(work.target());
            assertThat(notified.height()).isEqualTo(work.height().orElseThrow());
            assertThat(notified.parentHash()).isPresent();
        }
    }

    @Test
    void theTargetGivesTheDifficultyOfTheHeader() throws Exception {
        RawWork work = RawWork.decode(Transcripts.named("eth_getWork").result());
        assertThat(work.target().toDifficulty()).isEqualTo(Difficulty.of(131_072));
    }

    @Test
    void anErrorOfTheNodeKeepsItsCodeAndWords() throws Exception {
        RpcReply<Json> reply =
                RpcCodec.decodeSingle(Transcripts.named("idle eth_getWork").body());
        assertThat(reply).isEqualTo(new RpcReply.Failure<Json>(-32000, "no mining work available yet"));
    }

    @Test
    void aRecordedBatchAnswersEachCallByItsId() throws Exception {
        RpcCodec.Batch batch = RpcCodec.decodeBatch(Transcripts.named("batch").body(), 3);
        assertThat(batch.refused()).isFalse();
        assertThat(batch.replies().get(0)).isEqualTo(new RpcReply.Result<Json>(new Json.Text("0xc")));
        assertThat(batch.replies().get(1)).isEqualTo(new RpcReply.Result<Json>(new Json.Text("0x3d")));
        assertThat(batch.replies().get(2).isUnknownMethod()).isTrue();
    }
}
