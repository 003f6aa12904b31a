package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MannersTest {

    private final List<Offence> strikes = new ArrayList<>();
    private final Visit visit = new Visit() {
        @Override
        public void offends(Offence offence) {
            strikes.add(offence);
        }
    };

    @Test
    void aFewUnknownMethodsOfASessionAreNoStrikeAndAThousandAreFew() {
        Manners manners = new Manners();
        for (int i = 0; i < 9; i++) {
            manners.unknownMethod(visit);
        }
        assertThat(strikes).isEmpty();
        manners.unknownMethod(visit);
        assertThat(strikes).containsExactly(Offence.UNKNOWN_METHOD);
        for (int i = 10; i < 1000; i++) {
            manners.unknownMethod(visit);
        }
        assertThat(strikes).hasSize(3);
    }
}
