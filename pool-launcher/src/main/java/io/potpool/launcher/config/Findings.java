package io.potpool.launcher.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects errors and warnings while a config is read. */
final class Findings {

    private static final Comparator<Finding> BY_LINE =
            Comparator.comparingInt(finding -> finding.line() == 0 ? Integer.MAX_VALUE : finding.line());

    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    void error(int line, String path, String text) {
        errors.add(new Finding(line, path, text));
    }

    void warning(int line, String path, String text) {
        warnings.add(new Finding(line, path, text));
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    List<Finding> errors() {
        return errors.stream().distinct().sorted(BY_LINE).toList();
    }

    List<Finding> warnings() {
        return warnings.stream().distinct().sorted(BY_LINE).toList();
    }
}
