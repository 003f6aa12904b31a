package io.potpool.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Classes that are not nested in others. */
final class Outermost extends DescribedPredicate<JavaClass> {

    Outermost() {
        super("are not nested");
    }

    @Override
    public boolean test(JavaClass type) {
        return type.getEnclosingClass().isEmpty();
    }
}
