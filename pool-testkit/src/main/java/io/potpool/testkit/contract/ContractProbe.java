package io.potpool.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs single rules of a contract outside JUnit, so that tests can show that a planted bug turns them red. */
public final class ContractProbe {

    private ContractProbe() {}

    /** Returns the names of a contract's rules. */
    public static List<String> rulesOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .sorted()
                .toList();
    }

    /**
     * Runs one rule of a contract, after its {@code @BeforeEach} methods and with {@code dir} as its temporary directory, and returns whether it holds: false if the
     * rule throws an {@link AssertionError}.
     *
     * @throws IllegalArgumentException if the contract has no such rule
     * @throws IllegalStateException if the rule throws anything else
     */
    public static boolean holds(Object contract, String rule, Path dir) {
        try {
            for (Class<?> type = contract.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (field.isAnnotationPresent(TempDir.class)) {
                        field.setAccessible(true);
                        field.set(contract, dir.toRealPath());
                    }
                }
            }
            for (Method before : contract.getClass().getMethods()) {
                if (before.isAnnotationPresent(BeforeEach.class)) {
                    before.setAccessible(true);
                    before.invoke(contract);
                }
            }
            Method method = contract.getClass().getMethod(rule);
            method.setAccessible(true);
            method.invoke(contract);
            return true;
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof AssertionError) {
                return false;
            }
            throw new IllegalStateException("rule " + rule + " broke", thrown.getCause());
        } catch (NoSuchMethodException missing) {
            throw new IllegalArgumentException("no rule " + rule, missing);
        } catch (IllegalAccessException denied) {
            throw new IllegalStateException(denied);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
