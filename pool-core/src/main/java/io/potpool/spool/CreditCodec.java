package io.potpool.spool;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.ShareCredit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares as bytes, exactly as they were judged: what many of them have in common is written once. */
final class CreditCodec {

    private static final int MOST_SHARES = 1 << 16;
    private static final int MOST_ENTRIES = 1 << 12;
    private static final int OWN = 0;
    private static final int CONTRA = 1;
    private static final int NAMED = 2;

    /** What the shares of one header have in common. */
    private record Work(Hash256 header, long height, Difficulty network, Wei blockReward) {

        static Work of(ShareFacts facts) {
            return new Work(facts.header(), facts.height(), facts.network(), facts.blockReward());
        }
    }

    private CreditCodec() {}

    static void write(DataOutput out, List<ShareCredit> shares) throws IOException {
        Map<Work, Integer> works = new LinkedHashMap<>();
        Map<RewardTerms, Integer> terms = new LinkedHashMap<>();
        for (ShareCredit share : shares) {
            works.putIfAbsent(Work.of(share.facts()), works.size());
            terms.putIfAbsent(share.terms(), terms.size());
        }
        Fields.writeCount(out, works.size());
        for (Work work : works.keySet()) {
            Fields.writeHash(out, work.header());
            Fields.writeCount(out, work.height());
            Fields.writeInteger(out, work.network().value());
            Fields.writeInteger(out, work.blockReward().value());
        }
        Fields.writeCount(out, terms.size());
        for (RewardTerms each : terms.keySet()) {
            Fields.writeText(out, each.toText());
        }
        Fields.writeCount(out, shares.size());
        for (ShareCredit share : shares) {
            Fields.writeCount(out, works.getOrDefault(Work.of(share.facts()), 0));
            Fields.writeCount(out, terms.getOrDefault(share.terms(), 0));
            writeShare(out, share);
        }
    }

    private static void writeShare(DataOutput out, ShareCredit share) throws IOException {
        ShareFacts facts = share.facts();
        out.writeLong(facts.nonce().value());
        Fields.writeInteger(out, facts.effective().value());
        Fields.writeInteger(out, facts.actual().value());
        Fields.writeCount(out, facts.lagFactor().numerator());
        Fields.writeCount(out, facts.lagFactor().denominator());
        Fields.writeText(out, share.login().text());
        Fields.writeText(out, share.worker());
        Fields.writeInstant(out, share.at());
        Account own = Account.of(share.login());
        Fields.writeCount(out, share.entries().size());
        for (Entry entry : share.entries()) {
            if (entry.account().equals(own)) {
                out.writeByte(OWN);
            } else if (entry.account().equals(Account.SHARES)) {
                out.writeByte(CONTRA);
            } else {
                out.writeByte(NAMED);
                Fields.writeText(out, entry.account().name());
            }
            Fields.writeInteger(out, entry.amount().value());
        }
    }

    /** @throws IOException if these are not shares */
    static List<ShareCredit> read(DataInput in) throws IOException {
        try {
            List<Work> works = new ArrayList<>();
            for (int left = Fields.readCount(in, MOST_SHARES); left > 0; left--) {
                works.add(new Work(
                        Fields.readHash(in),
                        Fields.readCount(in),
                        Fields.readDifficulty(in),
                        new Wei(Fields.readInteger(in))));
            }
            List<RewardTerms> terms = new ArrayList<>();
            for (int left = Fields.readCount(in, MOST_SHARES); left > 0; left--) {
                terms.add(RewardTerms.parse(Fields.readText(in)));
            }
            List<ShareCredit> shares = new ArrayList<>();
            for (int left = Fields.readCount(in, MOST_SHARES); left > 0; left--) {
                Work work = works.get(Fields.readCount(in, works.size()));
                shares.add(readShare(in, work, terms.get(Fields.readCount(in, terms.size()))));
            }
            return List.copyOf(shares);
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new IOException("not shares", wrong);
        }
    }

    private static ShareCredit readShare(DataInput in, Work work, RewardTerms terms) throws IOException {
        ShareFacts facts = new ShareFacts(
                work.header(),
                new Nonce(in.readLong()),
                work.height(),
                work.network(),
                work.blockReward(),
                Fields.readDifficulty(in),
                Fields.readDifficulty(in),
                new Ratio(Fields.readCount(in), Fields.readCount(in)));
        Address login = new Address(Fields.readText(in));
        String worker = Fields.readText(in);
        var at = Fields.readInstant(in);
        List<Entry> entries = new ArrayList<>();
        for (int left = Fields.readCount(in, MOST_ENTRIES); left > 0; left--) {
            Account account = switch (in.readUnsignedByte()) {
                case OWN -> Account.of(login);
                case CONTRA -> Account.SHARES;
                case NAMED -> new Account(Fields.readText(in));
                default -> throw new IOException("an account of no kind");
            };
            entries.add(new Entry(account, new Wei(Fields.readInteger(in))));
        }
        return new ShareCredit(facts, terms, login, worker, at, List.copyOf(entries));
    }
}
