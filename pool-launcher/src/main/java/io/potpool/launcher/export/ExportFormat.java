package io.potpool.launcher.export;

import io.potpool.spi.LedgerVisitor;
import java.io.Writer;

/** The form of an export. */
public enum ExportFormat {
    /** One JSON object a line; amounts are decimal texts of wei, times ISO 8601. */
    JSONL {
        @Override
        public LedgerVisitor to(Writer out) {
            return new JsonLines(out);
        }
    },
    /** RFC 4180: one table for all kinds of lines; a posting is a row for each of its entries. */
    CSV {
        @Override
        public LedgerVisitor to(Writer out) {
            return new CsvLines(out);
        }
    };

    /**
     * Returns what writes lines in this form.
     *
     * @param out is not closed; a failure of it comes as {@link java.io.UncheckedIOException}
     */
    public abstract LedgerVisitor to(Writer out);
}
