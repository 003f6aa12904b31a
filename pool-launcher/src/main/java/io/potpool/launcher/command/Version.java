package io.potpool.launcher.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Knows the program's version, from the manifest of its jar. */
final class Version implements IVersionProvider {

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "potpool " + text(),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ") on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
