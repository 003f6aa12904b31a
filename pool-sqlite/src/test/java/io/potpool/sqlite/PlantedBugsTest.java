package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.ContractProbe;
import io.potpool.testkit.contract.PoolImportContract;
import io.potpool.testkit.contract.PoolLogContract;
import io.potpool.testkit.contract.PoolPolicyContract;
import io.potpool.testkit.contract.PoolStoreContract;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each planted bug turns the rule that it breaks red, and the rule is green without it. */
class PlantedBugsTest {

    static final class Shares extends PoolStoreContract {
        private final Function<Path, PoolStore> opener;

        Shares(Function<Path, PoolStore> opener) {
            this.opener = opener;
        }

        @Override
        protected PoolStore open(Path dir) {
            return opener.apply(dir);
        }
    }

    static final class Logs extends PoolLogContract {
        private final Function<Path, PoolStore> opener;

        Logs(Function<Path, PoolStore> opener) {
            this.opener = opener;
        }

        @Override
        protected PoolStore open(Path dir) {
            return opener.apply(dir);
        }
    }

    static final class Policies extends PoolPolicyContract {
        private final Function<Path, PoolStore> opener;

        Policies(Function<Path, PoolStore> opener) {
            this.opener = opener;
        }

        @Override
        protected PoolStore open(Path dir) {
            return opener.apply(dir);
        }
    }

    static final class Imports extends PoolImportContract {
        private final Function<Path, PoolStore> opener;

        Imports(Function<Path, PoolStore> opener) {
            this.opener = opener;
        }

        @Override
        protected PoolStore open(Path dir) {
            return opener.apply(dir);
        }
    }

    @TempDir
    Path dir;

    private static boolean holds(UnaryOperator<PoolStore> bug, String rule, Path dir) {
        Function<Path, PoolStore> opener = path -> bug.apply(Stores.open(path));
        return ContractProbe.holds(contractOf(rule, opener), rule, dir);
    }

    private static Object contractOf(String rule, Function<Path, PoolStore> opener) {
        if (ContractProbe.rulesOf(PoolStoreContract.class).contains(rule)) {
            return new Shares(opener);
        }
        if (ContractProbe.rulesOf(PoolImportContract.class).contains(rule)) {
            return new Imports(opener);
        }
        boolean ofPolicy = ContractProbe.rulesOf(PoolPolicyContract.class).contains(rule);
        return ofPolicy ? new Policies(opener) : new Logs(opener);
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void plantedBugTurnsItsRuleRed(PlantedBug bug) {
        assertThat(holds(bug.plant(), bug.rule(), dir)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sharesAtMarkPlusOneAreCreditedAndAudited",
                "termsComeBackWholeAndInTheirOrder",
                "bansComeBackWholeAfterReopen",
                "hoursAndPostingsSumToTheBalances"
            })
    void ruleIsGreenWithoutABug(String rule) {
        assertThat(holds(UnaryOperator.identity(), rule, dir)).isTrue();
    }
}
