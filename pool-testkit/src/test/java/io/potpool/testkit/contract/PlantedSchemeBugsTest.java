package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.BlockIncome;
import io.potpool.spi.RewardScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlantedSchemeBugsTest {

    /** A correct scheme that a bug is planted in by overriding. */
    private static class Scheme implements RewardScheme {
        final RewardScheme right = Objects.requireNonNull(BundledSchemes.all().get("pot"));

        @Override
        public String id() {
            return right.id();
        }

        @Override
        public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
            return right.onShare(share, terms, login);
        }

        @Override
        public List<Entry> onIncome(BlockIncome income) {
            return right.onIncome(income);
        }
    }

    private static List<String> failures(Supplier<RewardScheme> scheme) {
        Supplier<RewardSchemeContract> contract = () -> new RewardSchemeContract() {
            @Override
            protected RewardScheme create() {
                return scheme.get();
            }
        };
        return ContractProbe.rulesOf(RewardSchemeContract.class).stream()
                .filter(rule -> !ContractProbe.holds(contract.get(), rule, Path.of(".")))
                .toList();
    }

    @Test
    void aCorrectSchemePasses() {
        assertThat(failures(Scheme::new)).isEmpty();
    }

    @Test
    void aForgottenContraEntryIsCaught() {
        assertThat(failures(() -> new Scheme() {
                    @Override
                    public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
                        return right.onShare(share, terms, login).subList(0, 1);
                    }
                }))
                .contains("theEntriesOfEveryShareSumToZero");
    }

    @Test
    void aMemoryBetweenSharesIsCaught() {
        assertThat(failures(() -> new Scheme() {
                    private int calls;

                    @Override
                    public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
                        return Entry.transfer(Account.SHARES, Account.of(login), Wei.of(calls++));
                    }
                }))
                .contains("aNewInstanceAndARepeatedCallGiveTheSameEntries", "theOrderOfSharesDoesNotMatter");
    }

    @Test
    void aShareThatCostsItsMinerIsCaught() {
        assertThat(failures(() -> new Scheme() {
                    @Override
                    public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
                        return Entry.transfer(Account.of(login), Account.SHARES, Wei.of(1));
                    }
                }))
                .contains("aShareNeverCostsItsMiner");
    }

    @Test
    void aReversalThatForgetsIsCaught() {
        assertThat(failures(() -> new Scheme() {
                    @Override
                    public List<Entry> onReversal(BlockIncome income) {
                        return new ArrayList<>();
                    }
                }))
                .contains("incomeSumsToZeroAndItsReversalUndoesIt");
    }
}
