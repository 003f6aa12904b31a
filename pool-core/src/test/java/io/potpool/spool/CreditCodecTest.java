package io.potpool.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.ShareCredit;
import io.potpool.support.SampleCredits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CreditCodecTest {

    private static byte[] write(List<ShareCredit> shares) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CreditCodec.write(new DataOutputStream(bytes), shares);
        return bytes.toByteArray();
    }

    private static List<ShareCredit> read(byte[] bytes) throws IOException {
        return CreditCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static Difficulty difficulty(Random random) {
        return new Difficulty(new BigInteger(1 + random.nextInt(255), random).add(BigInteger.ONE));
    }

    private static Hash256 hash(Random random) {
        return new Hash256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static RewardTerms terms(Random random) {
        BigDecimal a = new BigDecimal(new BigInteger(90, random), 30);
        BigDecimal cap = new BigDecimal(new BigInteger(40, random), random.nextInt(12));
        LagRule lag = LagRule.values()[random.nextInt(LagRule.values().length)];
        return new RewardTerms(a, cap, new BigDecimal("0.01"), lag, random.nextBoolean() ? "pot" : "my-own-2");
    }

    private static ShareCredit credit(Random random, Hash256 header, RewardTerms terms) {
        int denominator = 1 + random.nextInt(1000);
        Address login = new Address("0x" + String.format("%040x", new BigInteger(160, random)));
        ShareFacts facts = new ShareFacts(
                header,
                new Nonce(random.nextLong()),
                random.nextLong() >>> 1 + random.nextInt(60),
                difficulty(random),
                new Wei(new BigInteger(random.nextInt(256), random)),
                difficulty(random),
                difficulty(random),
                new Ratio(random.nextInt(denominator + 1), denominator));
        List<Entry> entries = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            Wei amount = new Wei(new BigInteger(random.nextInt(200), random).negate());
            Account from = random.nextBoolean() ? Account.SHARES : new Account("pool:kasse-\u00e4\u20ac");
            entries.addAll(Entry.transfer(from, Account.of(random.nextBoolean() ? login : Address.ZERO), amount));
        }
        Instant at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        return new ShareCredit(facts, terms, login, "rig_" + random.nextInt(99), at, List.copyOf(entries));
    }

    @Test
    void whatIsReadIsExactlyWhatWasWritten() throws IOException {
        Random random = new Random(61);
        for (int run = 0; run < 500; run++) {
            List<Hash256> headers = List.of(hash(random), hash(random), Hash256.ZERO);
            List<RewardTerms> terms = List.of(terms(random), terms(random));
            List<ShareCredit> shares = new ArrayList<>();
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                shares.add(credit(random, headers.get(random.nextInt(3)), terms.get(random.nextInt(2))));
            }
            assertThat(read(write(shares))).isEqualTo(shares);
        }
    }

    @Test
    void aShareTakesLessThan150BytesInABatch() throws IOException {
        List<ShareCredit> shares = new ArrayList<>();
        for (int nonce = 0; nonce < 1000; nonce++) {
            shares.add(SampleCredits.share(100, nonce));
        }

        assertThat(write(shares).length).isLessThan(150 * 1000);
    }

    @Test
    void otherBytesAreRefusedAndDoNoHarm() throws IOException {
        Random random = new Random(62);
        byte[] right = write(List.of(SampleCredits.share(100, 1), SampleCredits.share(101, 2)));
        for (int run = 0; run < 20_000; run++) {
            byte[] wrong = right.clone();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> {
                        try {
                            read(wrong);
                        } catch (IOException refused) {
                            assertThat(refused).isNotNull();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyCutIsRefused() throws IOException {
        byte[] right = write(List.of(SampleCredits.share(100, 1)));
        for (int length = 0; length < right.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(right, length);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> read(cut)))
                    .isInstanceOf(IOException.class);
        }
    }
}
