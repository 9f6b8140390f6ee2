import { packages } from '../packages.ts';

/** A webhook for RecordingFileStatusUpdated on Java's own HTTP server: the file `RecordingWebhook.java`. */
export const javaWebhook = `// Java 17. Maven: ${packages.java.name}:${packages.java.version}, of whose dependency azure-core the JSON is read with.
// PORT: the port to listen on (default: 8080)
// Anybody who knows the address can send to it: let a proxy or Event Grid's Entra option sign deliveries.

import com.azure.core.util.BinaryData;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

public class RecordingWebhook {
    private static final int MOST_BYTES = 2_000_000;

    public static void main(String[] args) throws IOException {
        String port = System.getenv().getOrDefault("PORT", "8080");
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/", RecordingWebhook::serve);
        server.start();
        System.out.println("Listening on http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Event Grid may deliver an event more than once: do nothing here that must happen only once. */
    private static void handle(Map<?, ?> data) {
        System.out.println("Recording: " + data.get("recordingId"));
        Map<?, ?> storage = (Map<?, ?>) data.get("recordingStorageInfo");
        for (Object each : (List<?>) storage.get("recordingChunks")) {
            Map<?, ?> chunk = (Map<?, ?>) each;
            System.out.println("Chunk " + chunk.get("index") + ": " + chunk.get("contentLocation"));
            System.out.println("Metadata " + chunk.get("index") + ": " + chunk.get("metadataLocation"));
        }
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("OPTIONS")) {
                // The handshake of the CloudEvents schema.
                String origin = exchange.getRequestHeaders().getFirst("WebHook-Request-Origin");
                exchange.getResponseHeaders().set("WebHook-Allowed-Origin", origin == null ? "" : origin);
                exchange.getResponseHeaders().set("WebHook-Allowed-Rate", "*");
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            answer(exchange, body);
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try {
            Object received = BinaryData.fromBytes(body).toObject(Object.class);
            // A list in the Event Grid schema, a single event in the CloudEvents schema.
            for (Object each : received instanceof List ? (List<?>) received : List.of(received)) {
                Map<?, ?> event = (Map<?, ?>) each;
                Object type = event.containsKey("eventType") ? event.get("eventType") : event.get("type");
                Map<?, ?> data = (Map<?, ?>) event.get("data");
                if ("Microsoft.EventGrid.SubscriptionValidationEvent".equals(type)) {
                    // The handshake of the Event Grid schema.
                    byte[] answer = BinaryData
                            .fromObject(Map.of("validationResponse", data.get("validationCode")))
                            .toBytes();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    return;
                }
                if ("Microsoft.Communication.RecordingFileStatusUpdated".equals(type)) {
                    handle(data);
                }
            }
            exchange.sendResponseHeaders(200, -1);
        } catch (RuntimeException notAnEvent) {
            exchange.sendResponseHeaders(400, -1);
        }
    }
}
`;
