package io.potpool.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.NetworkChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleRulesTest {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.potpool");

    private static final String[] OUTER = {
        "io.potpool.node..",
        "io.potpool.stratum..",
        "io.potpool.sqlite..",
        "io.potpool.redis..",
        "io.potpool.simd..",
        "io.potpool.testkit..",
        "io.potpool.launcher.."
    };

    @Test
    void coreDependsOnNoOtherModule() {
        noClasses()
                .that()
                .resideOutsideOfPackages(OUTER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTER)
                .check(CLASSES);
    }

    @Test
    void coreHasNeitherSocketsNorJsonNorDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackages(OUTER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..",
                        "okhttp3..",
                        "tools.jackson..",
                        "java.sql..",
                        "org.sqlite..",
                        "redis.clients..",
                        "java.net.http..",
                        "com.sun.net.httpserver..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(NetworkChannel.class)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"node", "stratum", "sqlite", "redis", "simd", "testkit"})
    void siblingsNeverSeeEachOtherNorTheLauncher(String module) {
        String own = "io.potpool." + module + "..";
        String[] others = Arrays.stream(OUTER).filter(name -> !name.equals(own)).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty.., io.potpool.stratum..",
        "okhttp3.., io.potpool.node..",
        "org.sqlite.., io.potpool.sqlite..",
        "java.sql.., io.potpool.sqlite..",
        "redis.clients.., io.potpool.redis..",
        "jdk.incubator.vector.., io.potpool.simd..",
        "picocli.., io.potpool.launcher..",
        "ch.qos.logback.., io.potpool.launcher..",
        "tools.jackson.databind.., io.potpool.launcher.."
    })
    void foreignLibraryIsSeenByOneModuleOnly(String library, String module) {
        noClasses()
                .that()
                .resideOutsideOfPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void okhttpIsImportedByOneClassOnly() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OkHttpWire")
                .and()
                .resideOutsideOfPackage("io.potpool.testkit..")
                .and(new Outermost())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("okhttp3..")
                .check(CLASSES);
    }

    @Test
    void jedisIsImportedByOneClassOnly() {
        noClasses()
                .that()
                .doNotHaveSimpleName("JedisLink")
                .and(new Outermost())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients..")
                .check(CLASSES);
    }

    @Test
    void logbackIsImportedOnlyByWhatSetsUpTheLog() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.potpool.launcher.command.Logs")
                .and()
                .doNotHaveFullyQualifiedName("io.potpool.launcher.command.FailureText")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(CLASSES);
    }
}
