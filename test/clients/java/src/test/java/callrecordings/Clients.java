package callrecordings;

import com.azure.communication.callautomation.CallAutomationClientBuilder;
import com.azure.communication.callautomation.CallRecording;
import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.core.util.serializer.TypeReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Makes clients of a local service. */
final class Clients {
    private Clients() {}

    /** By access key; tries again at once. */
    static CallRecording byKey(LocalService service) {
        return byKey(service, service.accessKey(), 3);
    }

    static CallRecording byKey(LocalService service, String key, int retries) {
        return builder(service, retries).credential(new AzureKeyCredential(key)).buildClient().getCallRecording();
    }

    static CallRecording byConnectionString(LocalService service) {
        return new CallAutomationClientBuilder()
                .connectionString(service.connectionString())
                .buildClient()
                .getCallRecording();
    }

    static CallRecording byToken(LocalService service, String audience, long seconds) {
        return builder(service, 0).credential(token(audience, seconds)).buildClient().getCallRecording();
    }

    /**
     * Asks for a container by a policy that writes it into the start: versions before 1.2 have no property for it.
     * With a token the body is not signed.
     */
    static CallRecording intoContainer(LocalService service, Map<String, Object> further) {
        HttpPipelinePolicy policy = (context, next) -> {
            HttpRequest request = context.getHttpRequest();
            if (!request.getUrl().getPath().equals("/calling/recordings")) {
                return next.process();
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.putAll(request.getBodyAsBinaryData().toObject(new MapType()));
            body.putAll(further);
            request.setBody(BinaryData.fromObject(body));
            return next.process();
        };
        return builder(service, 0)
                .credential(token("https://communication.azure.com/", 3600))
                .addPolicy(policy)
                .buildClient()
                .getCallRecording();
    }

    /** Sends what is for the service's storage, `*.asm.skype.com`, to the local service. */
    static CallRecording redirected(LocalService service) {
        HttpClient real = HttpClient.createDefault();
        HttpClient redirecting = request -> {
            if (request.getUrl().getHost().endsWith(".asm.skype.com")) {
                redirect(request, service);
            }
            return real.send(request);
        };
        // Without the slash the SDK makes no address of what it signs.
        return builder(service, 0)
                .endpoint(service.endpoint() + "/")
                .httpClient(redirecting)
                .credential(new AzureKeyCredential(service.accessKey()))
                .buildClient()
                .getCallRecording();
    }

    private static CallAutomationClientBuilder builder(LocalService service, int retries) {
        return new CallAutomationClientBuilder()
                .endpoint(service.endpoint())
                .retryOptions(new RetryOptions(new FixedDelayOptions(retries, Duration.ofMillis(10))));
    }

    private static void redirect(HttpRequest request, LocalService service) {
        try {
            request.setUrl(URI.create(service.endpoint() + request.getUrl().getPath()).toURL());
        } catch (MalformedURLException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static TokenCredential token(String audience, long seconds) {
        long expires = System.currentTimeMillis() / 1000 + seconds;
        String claims = "{\"aud\":\"" + audience + "\",\"exp\":" + expires + "}";
        String text = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encoded(claims) + ".none";
        AccessToken token = new AccessToken(text, OffsetDateTime.now().plusHours(1));
        return context -> Mono.just(token);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class MapType extends TypeReference<Map<String, Object>> {}
}
