package io.potpool.sqlite;

import io.potpool.spi.ShareFate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The outcomes of a batch's shares as bits: set for a late duplicate. */
final class Fates {

    private final BitSet late;

    private Fates(BitSet late) {
        this.late = late;
    }

    static Fates fresh() {
        return new Fates(new BitSet());
    }

    static Fates read(byte[] bytes) {
        return new Fates(BitSet.valueOf(bytes));
    }

    void setLate(int index) {
        late.set(index);
    }

    boolean isLate(int index) {
        return late.get(index);
    }

    byte[] toBytes() {
        return late.toByteArray();
    }

    List<ShareFate> first(int count) {
        List<ShareFate> fates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fates.add(late.get(i) ? ShareFate.LATE_DUPLICATE : ShareFate.CREDITED);
        }
        return List.copyOf(fates);
    }
}
