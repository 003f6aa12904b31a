package io.potpool.node;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** HTTP and WebSocket by OkHttp: bounded bodies, bounded time, no redirects. Thread-safe. */
final class OkHttpWire implements AutoCloseable {

    private static final long MAX_BODY = 5L << 20;
    private static final int MAX_CALLS = 256;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final MediaType JSON = MediaType.get("application/json");

    private final ExecutorService executor = new ThreadPoolExecutor(
            0, MAX_CALLS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.factory("http"));
    private final OkHttpClient client;
    private final OkHttpClient pushClient;

    OkHttpWire() {
        this(UPGRADE_TIMEOUT);
    }

    /** @param upgradeTimeout how long opening a WebSocket may take; an open one lives on */
    OkHttpWire(Duration upgradeTimeout) {
        Dispatcher dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(MAX_CALLS);
        dispatcher.setMaxRequestsPerHost(MAX_CALLS);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
        pushClient = client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(upgradeTimeout)
                .pingInterval(PING_INTERVAL)
                .addInterceptor(OkHttpWire::withoutExtensions)
                .build();
    }

    /** Posts a JSON body and waits for the answer; never throws. */
    HttpAnswer post(URI url, byte[] body, Duration timeout) {
        try (Response response = call(url, body, timeout).execute()) {
            return read(response);
        } catch (IOException failed) {
            return failure(failed);
        }
    }

    /** Posts a JSON body; the stage completes with the answer and never exceptionally. */
    CompletableFuture<HttpAnswer> postAsync(URI url, byte[] body, Duration timeout) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        call(url, body, timeout).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failed) {
                answer.complete(failure(failed));
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answer.complete(read(response));
                } catch (IOException failed) {
                    answer.complete(failure(failed));
                }
            }
        });
        return answer;
    }

    private Call call(URI url, byte[] body, Duration timeout) {
        Call call =
                client.newCall(request(url).post(RequestBody.create(body, JSON)).build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return call;
    }

    private static Request.Builder request(URI url) {
        Request.Builder request = new Request.Builder().url(url.toString());
        String user = url.getUserInfo();
        if (user != null) {
            String token = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + token);
        }
        return request;
    }

    private static HttpAnswer read(Response response) throws IOException {
        BufferedSource source = response.body().source();
        boolean tooLarge = source.request(MAX_BODY + 1);
        if (tooLarge) {
            return new HttpAnswer.Failed(false, 0, "an answer of more than " + MAX_BODY + " bytes");
        }
        Buffer body = source.getBuffer();
        boolean refusedInJson =
                response.code() >= 400 && response.code() < 500 && body.size() > 0 && body.getByte(0) == '{';
        if (response.code() != 200 && !refusedInJson) {
            String text = Printable.of(body.readUtf8(Math.min(body.size(), 200)).strip());
            return new HttpAnswer.Failed(
                    false, response.code(), "HTTP status " + response.code() + (text.isEmpty() ? "" : ": " + text));
        }
        return new HttpAnswer.Body(body.readByteArray());
    }

    private static HttpAnswer failure(IOException failed) {
        boolean timedOut = failed instanceof InterruptedIOException;
        String what = timedOut ? "no answer in time" : failed.getClass().getSimpleName() + " " + failed.getMessage();
        return new HttpAnswer.Failed(timedOut, 0, Printable.of(what));
    }

    /** Without compression, the bytes on the wire bound what a message becomes in memory. */
    private static Response withoutExtensions(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(
                chain.request().newBuilder().removeHeader(EXTENSIONS).build());
        String unasked = response.header(EXTENSIONS);
        if (unasked != null) {
            response.close();
            throw new ProtocolException("an extension that was not asked for: " + unasked);
        }
        return response;
    }

    /** Takes the events of one WebSocket, one at a time. */
    interface Push {

        void opened();

        void received(byte[] message);

        /** The connection is over; the last event. */
        void ended(String why);
    }

    /**
     * Opens a WebSocket and sends {@code first} over it; returns what closes it. A message of more than
     * {@link BoundedSockets#MAX_MESSAGE} bytes ends the connection.
     */
    Runnable open(URI url, String first, Push push) {
        AtomicBoolean over = new AtomicBoolean();
        BoundedSockets sockets = new BoundedSockets();
        OkHttpClient bounded = pushClient.newBuilder().socketFactory(sockets).build();
        WebSocket socket = bounded.newWebSocket(request(url).build(), new WebSocketListener() {
            @Override
            public void onOpen(WebSocket open, Response response) {
                open.send(first);
                push.opened();
            }

            @Override
            public void onMessage(WebSocket open, String message) {
                sockets.messageEnded();
                push.received(message.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void onClosing(WebSocket open, int code, String reason) {
                open.cancel();
                end("closed by the node");
            }

            @Override
            public void onFailure(WebSocket open, Throwable fault, @Nullable Response response) {
                end(Printable.of(fault.getClass().getSimpleName() + " " + fault.getMessage()));
            }

            private void end(String why) {
                if (over.compareAndSet(false, true)) {
                    push.ended(why);
                }
            }
        });
        return socket::cancel;
    }

    /** Breaks off what is under way and closes all connections. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        executor.shutdown();
    }
}
