package io.potpool.stratum;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * Headers of a request in which the first good {@code Content-Length} counts. Home-made miners repeat it or send framing
 * that nobody knows; such fields are left out, and the connection ends after the answer, so that whatever a proxy in between
 * takes for the next request is never read (RFC 9112, 6.3).
 */
final class FramingHeaders extends DefaultHttpHeaders {

    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new FramingHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new FramingHeaders();
        }
    };

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        return isAmbiguous(name.toString(), value.toString())
                ? set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                : super.add(name, value);
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        return add((CharSequence) name, value);
    }

    private boolean isAmbiguous(String name, String value) {
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            return contains(HttpHeaderNames.CONTENT_LENGTH) || !value.strip().matches("[0-9]{1,18}");
        }
        return HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)
                && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(value.strip());
    }
}
