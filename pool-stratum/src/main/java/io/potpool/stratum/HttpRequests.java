package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP half of a connection: collects one POST at a time, bounded, and reads no further before it is answered. Event loop
 * only.
 */
final class HttpRequests extends ChannelInboundHandlerAdapter {

    private static final HttpResponseStatus NOTHING = HttpResponseStatus.CONTINUE;

    private final HttpLink link;
    private @Nullable HttpRequest head;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int limit;
    private boolean answering;
    private boolean keepAlive;
    private boolean paused;
    private boolean ended;
    private long sinceNanos = System.nanoTime();

    HttpRequests(HttpLink link) {
        this.link = link;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
        try {
            if (!ended && message instanceof HttpRequest request) {
                ended = !link.arrives(request);
                if (!ended) {
                    begin(ctx, request);
                }
            }
            if (!ended && message instanceof HttpContent content) {
                add(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (answering && !ended && !paused) {
            paused = true;
            link.reading(false);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        head = request;
        body = new ByteArrayOutputStream(256);
        keepAlive = HttpUtil.isKeepAlive(request);
        sinceNanos = System.nanoTime();
        HttpResponseStatus status = NOTHING;
        if (request.decoderResult().isFailure()) {
            status = HttpResponseStatus.BAD_REQUEST;
        } else if (!request.method().equals(HttpMethod.POST)) {
            status = HttpResponseStatus.METHOD_NOT_ALLOWED;
        } else {
            limit = link.bodyLimit();
            if (HttpUtil.getContentLength(request, 0L) > limit) {
                status = HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            }
        }
        if (!status.equals(NOTHING)) {
            refuse(status);
        } else if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, NOTHING, Unpooled.EMPTY_BUFFER));
        }
    }

    private void add(HttpContent content) throws IOException {
        HttpRequest request = head;
        if (request == null) {
            return;
        }
        ByteBuf bytes = content.content();
        if (content.decoderResult().isFailure()) {
            refuse(HttpResponseStatus.BAD_REQUEST);
        } else if (body.size() + bytes.readableBytes() > limit) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else {
            bytes.readBytes(body, bytes.readableBytes());
            if (content instanceof LastHttpContent) {
                head = null;
                answering = true;
                link.posted(request, body.toByteArray());
                body = new ByteArrayOutputStream(0);
            }
        }
    }

    private void refuse(HttpResponseStatus status) {
        ended = true;
        keepAlive = false;
        head = null;
        body = new ByteArrayOutputStream(0);
        link.refused(status);
    }

    /** Returns the response to the request under way; the next one may then be read. */
    FullHttpResponse response(HttpResponseStatus status, String text) {
        ByteBuf content = text.isEmpty()
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer((text + "\n").getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        if (!text.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        }
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.POST);
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ended = !keepAlive;
        answering = false;
        sinceNanos = System.nanoTime();
        return response;
    }

    /** Goes on reading after a response, unless it was the last. */
    void resume() {
        if (paused && keepAlive) {
            paused = false;
            link.reading(true);
        }
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    void closeAfterThis() {
        keepAlive = false;
    }

    /** Returns whether a request that has begun, or the first one, takes too long, or the next does not come. */
    boolean isOverdue(long now, long requestNanos, long idleNanos, boolean first) {
        return !answering && now - sinceNanos > (head != null || first ? requestNanos : idleNanos);
    }
}
