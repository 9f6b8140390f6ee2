package callrecordings;

import com.azure.core.models.CloudEvent;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An endpoint that takes the callbacks of Call Automation. */
final class Callbacks implements AutoCloseable {
    private final BlockingQueue<CloudEvent> events = new LinkedBlockingQueue<>();
    private final HttpServer server;

    Callbacks() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            events.addAll(CloudEvent.fromString(body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks";
    }

    List<CloudEvent> take(int count) throws InterruptedException {
        List<CloudEvent> taken = new ArrayList<>();
        while (taken.size() < count) {
            CloudEvent event = events.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("Only " + taken.size() + " callbacks came.");
            }
            taken.add(event);
        }
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
