package io.potpool.stratum.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Decodes one line into what it is. Total: any bytes give a value. */
public final class RequestDecoder {

    /** The longest line in bytes, its line feed included. */
    public static final int MAX_LINE = 4096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxTokenCount(64)
                    .maxDocumentLength(MAX_LINE)
                    .maxStringLength(MAX_LINE)
                    .maxNumberLength(MAX_LINE)
                    .maxNameLength(MAX_LINE)
                    .build())
            .build();

    private RequestDecoder() {}

    /** Decodes the first {@code length} bytes of {@code line}, a line without its line feed. */
    public static Incoming decode(byte[] line, int length) {
        if (!Utf8.isClean(line, length)) {
            return new Incoming.Malformed();
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, 0, length)) {
            return new RequestReader(json, line, length).read();
        } catch (RuntimeException broken) {
            return new Incoming.Malformed();
        }
    }
}
