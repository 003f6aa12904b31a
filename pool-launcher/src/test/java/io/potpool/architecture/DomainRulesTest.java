package io.potpool.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRulesTest {

    private static final String[] EXACT = {
        "io.potpool.domain..",
        "io.potpool.rewards..",
        "io.potpool.schemes..",
        "io.potpool.ledger..",
        "io.potpool.terms..",
        "io.potpool.chain..",
        "io.potpool.work..",
        "io.potpool.spi..",
        "io.potpool.audit..",
        "io.potpool.sqlite..",
        "io.potpool.redis.."
    };
    private static final String[] TIMELESS = {
        "io.potpool.domain..",
        "io.potpool.rewards..",
        "io.potpool.schemes..",
        "io.potpool.ledger..",
        "io.potpool.terms..",
        "io.potpool.chain..",
        "io.potpool.work..",
        "io.potpool.keccak.."
    };

    @ParameterizedTest
    @ValueSource(classes = {float.class, double.class, Float.class, Double.class})
    void moneyAndDifficultyAreNeverFloats(Class<?> type) {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(EXACT)
                .should()
                .haveRawType(type)
                .check(ModuleRulesTest.CLASSES);
    }

    @Test
    void domainHasNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(TIMELESS)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(ModuleRulesTest.CLASSES);
    }

    @Test
    void nothingEndsTheProcessButTheLauncher() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.potpool.launcher..", "io.potpool.testkit..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(ModuleRulesTest.CLASSES);
    }

    @Test
    void onlyTheLauncherPrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.potpool.launcher..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ModuleRulesTest.CLASSES);
    }
}
