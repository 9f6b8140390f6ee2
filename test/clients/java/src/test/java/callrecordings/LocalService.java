package callrecordings;

import com.azure.core.util.BinaryData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The local Call Recording service as a program of its own, until it is closed. */
final class LocalService implements AutoCloseable {
    /** Each line is a request and the status of its answer. */
    final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private final Process process;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final String connectionString;

    /** Starts the program that the variable LOCAL_SERVICE names, with HTTPS: the SDK refuses plain HTTP. */
    LocalService(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        for (Object part : (List<?>) json(required("LOCAL_SERVICE"))) {
            command.add((String) part);
        }
        command.addAll(List.of("--port", "0", "--exit-with-parent", "--allow-entra"));
        command.addAll(List.of("--cert", required("LOCAL_CERT"), "--cert-key", required("LOCAL_CERT_KEY")));
        command.addAll(Arrays.asList(arguments));
        process = new ProcessBuilder(command).start();
        follow(process.errorReader(), log::add);
        BufferedReader output = process.inputReader();
        String ready = output.readLine();
        if (ready == null) {
            throw new IllegalStateException("The local service did not start: " + log);
        }
        connectionString = (String) object(json(ready)).get("connectionString");
        follow(output, events::add);
    }

    String connectionString() {
        return connectionString;
    }

    String endpoint() {
        return connectionString.replaceAll("^endpoint=(.*?)/?;accesskey=.*$", "$1");
    }

    String accessKey() {
        return connectionString.replaceAll("^.*;accesskey=", "");
    }

    /** A new call, with all of its IDs. */
    Map<?, ?> newCall(String options) throws IOException {
        return object(control("POST", "calls", options));
    }

    /** What shall go wrong next. */
    void fault(String fault) throws IOException {
        control("POST", "faults", fault);
    }

    /** Asks for what a real service has no API for. */
    Object control(String method, String path, String body) throws IOException {
        URI uri = URI.create(endpoint() + "/local/" + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "AccessKey " + accessKey());
        if (body != null) {
            connection.setDoOutput(true);
            try (OutputStream stream = connection.getOutputStream()) {
                stream.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        try (InputStream stream = connection.getInputStream()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.isEmpty() ? null : json(text);
        }
    }

    /** The JSON of the event that says that a recording's files have landed; waits for it. */
    String eventOf(String recordingId) throws InterruptedException {
        while (!seen.containsKey(recordingId)) {
            String line = events.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("No event came: " + log);
            }
            Map<?, ?> event = object(object(json(line)).get("event"));
            String json = line.substring("{\"event\":".length(), line.length() - 1);
            seen.put((String) object(event.get("data")).get("recordingId"), json);
        }
        return seen.get(recordingId);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static String required(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: run npm run test:clients.");
        }
        return value;
    }

    static Object json(String text) {
        return BinaryData.fromString(text).toObject(Object.class);
    }

    static Map<?, ?> object(Object value) {
        return (Map<?, ?>) value;
    }

    private static void follow(BufferedReader lines, java.util.function.Consumer<String> take) {
        Thread reader = new Thread(() -> lines.lines().forEach(take));
        reader.setDaemon(true);
        reader.start();
    }
}
