package callrecordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.communication.callautomation.CallRecording;
import com.azure.communication.callautomation.models.CallLocator;
import com.azure.communication.callautomation.models.ChannelAffinity;
import com.azure.communication.callautomation.models.GroupCallLocator;
import com.azure.communication.callautomation.models.RecordingChannel;
import com.azure.communication.callautomation.models.RecordingContent;
import com.azure.communication.callautomation.models.RecordingFormat;
import com.azure.communication.callautomation.models.RecordingState;
import com.azure.communication.callautomation.models.RecordingStateResult;
import com.azure.communication.callautomation.models.ServerCallLocator;
import com.azure.communication.callautomation.models.StartRecordingOptions;
import com.azure.communication.common.CommunicationIdentifier;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpRange;
import com.azure.core.models.CloudEvent;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.messaging.eventgrid.EventGridEvent;
import com.azure.messaging.eventgrid.SystemEventNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a back-end in Java does with a recording. */
@ExtendWith(LocalServiceExtension.class)
class RecordingTest {
    private LocalService service;
    private CallRecording recordings;

    @BeforeEach
    void connect(LocalService service) {
        this.service = service;
        recordings = Clients.byKey(service);
    }

    @ParameterizedTest
    @CsvSource({"audioVideo,mixed,mp4", "audio,mixed,mp3", "audio,mixed,wav", "audio,unmixed,wav"})
    void eachLegalFormatLandsInTheContainer(String content, String channel, String format) throws Exception {
        Container container = new Container();
        CallRecording into = Clients.intoContainer(service, storage(container));
        StartRecordingOptions options = start(newCall())
                .setRecordingContent(RecordingContent.fromString(content))
                .setRecordingChannel(RecordingChannel.fromString(channel))
                .setRecordingFormat(RecordingFormat.fromString(format));
        String recordingId = into.start(options).getRecordingId();
        into.stop(recordingId);
        Map<?, ?> data = landed(recordingId);
        assertEquals("AzureBlob", data.get("storageType"));
        Map<?, ?> chunk = chunks(data).get(0);
        assertTrue(container.read((String) chunk.get("contentLocation")).getLength() > 0);
        Map<?, ?> metadata = metadata(container.read((String) chunk.get("metadataLocation")));
        Map<?, ?> info = LocalService.object(metadata.get("recordingInfo"));
        assertEquals(
                List.of(content, channel, format),
                List.of(info.get("contentType"), info.get("channelType"), info.get("format")));
    }

    @Test
    void aRecordingThatStartsPausedIsInactive() throws Exception {
        CallRecording paused = Clients.intoContainer(service, Map.of("pauseOnStart", true));
        RecordingStateResult started = paused.start(start(newCall()));
        assertEquals(RecordingState.INACTIVE, started.getRecordingState());
        paused.resume(started.getRecordingId());
        assertEquals(RecordingState.ACTIVE, paused.getState(started.getRecordingId()).getRecordingState());
        paused.stop(started.getRecordingId());
    }

    @Test
    void aCallIsFoundByItsGroup() throws Exception {
        Map<?, ?> call = service.newCall("{}");
        CallLocator group = new GroupCallLocator((String) call.get("groupCallId"));
        String recordingId = recordings.start(new StartRecordingOptions(group)).getRecordingId();
        recordings.stop(recordingId);
        assertTrue(event(recordingId).getSubject().contains((String) call.get("callId")));
    }

    @Test
    void aRecordingIsPausedResumedAndStopped() throws Exception {
        RecordingStateResult started = recordings.start(start(newCall()));
        String id = started.getRecordingId();
        assertEquals(RecordingState.ACTIVE, started.getRecordingState());
        assertEquals(202, recordings.pauseWithResponse(id, Context.NONE).getStatusCode());
        assertEquals(RecordingState.INACTIVE, recordings.getState(id).getRecordingState());
        assertEquals(202, recordings.resumeWithResponse(id, Context.NONE).getStatusCode());
        assertEquals(RecordingState.ACTIVE, recordings.getState(id).getRecordingState());
        assertEquals(204, recordings.stopWithResponse(id, Context.NONE).getStatusCode());
        assertRefused(404, "Recording not found.", () -> recordings.getState(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"affinity", "ordering"})
    void participantsGetTheChannelsThatTheyAreGiven(String by) throws Exception {
        Map<?, ?> call = service.newCall("{\"participants\":[\"8:acs:alice\",\"8:acs:bob\"]}");
        StartRecordingOptions options = start(call)
                .setRecordingContent(RecordingContent.AUDIO)
                .setRecordingChannel(RecordingChannel.UNMIXED)
                .setRecordingFormat(RecordingFormat.WAV);
        CommunicationIdentifier alice = CommunicationIdentifier.fromRawId("8:acs:alice");
        CommunicationIdentifier bob = CommunicationIdentifier.fromRawId("8:acs:bob");
        if (by.equals("affinity")) {
            options.setChannelAffinity(List.of(
                    new ChannelAffinity().setChannel(0).setParticipant(bob),
                    new ChannelAffinity().setChannel(1).setParticipant(alice)));
        } else {
            options.setAudioChannelParticipantOrdering(List.of(bob, alice));
        }
        CallRecording redirected = Clients.redirected(service);
        String recordingId = redirected.start(options).getRecordingId();
        redirected.stop(recordingId);
        String location = (String) chunks(landed(recordingId)).get(0).get("metadataLocation");
        Map<?, ?> metadata = metadata(redirected.downloadContent(location));
        Map<?, ?> channels = ((List<?>) metadata.get("participants"))
                .stream()
                .map(LocalService::object)
                .collect(Collectors.toMap(each -> each.get("participantId"), each -> each.get("channel")));
        assertEquals(Map.of("8:acs:bob", 0, "8:acs:alice", 1), channels);
    }

    @Test
    void callbacksTellEachStateInOrder() throws Exception {
        try (Callbacks callbacks = new Callbacks()) {
            StartRecordingOptions options = start(newCall()).setRecordingStateCallbackUrl(callbacks.url());
            String id = recordings.start(options).getRecordingId();
            recordings.pause(id);
            recordings.resume(id);
            recordings.stop(id);
            List<CloudEvent> events = callbacks.take(4);
            List<Object> states = events.stream()
                    .map(event -> LocalService.object(event.getData().toObject(Object.class)).get("state"))
                    .collect(Collectors.toList());
            assertEquals(List.of("active", "inactive", "active", "inactive"), states);
            assertEquals("Microsoft.Communication.RecordingStateChanged", events.get(0).getType());
        }
    }

    @Test
    void errorsReachTheCallerAsTheServiceWordsThem() throws Exception {
        Map<?, ?> call = newCall();
        String id = recordings.start(start(call)).getRecordingId();
        assertRefused(400, "Only one recording", () -> recordings.start(start(call)));
        recordings.stop(id);
        StartRecordingOptions illegal =
                start(newCall()).setRecordingContent(RecordingContent.AUDIO_VIDEO).setRecordingChannel(RecordingChannel.UNMIXED);
        assertRefused(400, "Invalid request", () -> recordings.start(illegal));
        StartRecordingOptions unknown = new StartRecordingOptions(new ServerCallLocator("aHR0cHM6Ly9leGFtcGxlLm9yZw=="));
        assertRefused(400, "Invalid join identity, cannot join call.", () -> recordings.start(unknown));
        Map<?, ?> ended = newCall();
        service.control("DELETE", "calls/" + ended.get("callId"), null);
        assertRefused(404, "Call not found.", () -> recordings.start(start(ended)));
        for (String kind : List.of("forbidden", "conflict")) {
            service.fault("{\"kind\":\"" + kind + "\",\"times\":1}");
            assertRefused(kind.equals("forbidden") ? 403 : 409, "", () -> recordings.getState("any"));
        }
    }

    @Test
    void anotherKeyIsRefused() {
        CallRecording stranger = Clients.byKey(service, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0);
        assertRefused(401, "HMAC-SHA256 validation failed", () -> stranger.getState("any"));
    }

    @Test
    void aThrottledRequestIsTriedAgainWhenTheServiceSays() throws Exception {
        String id = recordings.start(start(newCall())).getRecordingId();
        service.fault("{\"kind\":\"throttle\",\"times\":1,\"seconds\":1}");
        long before = System.nanoTime();
        recordings.getState(id);
        assertTrue(System.nanoTime() - before >= 1_000_000_000L);
        recordings.stop(id);
    }

    @Test
    @DisplayName("a throttled request without a time is tried again too: that is how this SDK does it")
    void aThrottledRequestWithoutATimeIsTriedAgain() throws Exception {
        String id = recordings.start(start(newCall())).getRecordingId();
        service.fault("{\"kind\":\"throttle\",\"times\":1,\"retryAfter\":false}");
        assertEquals(RecordingState.ACTIVE, recordings.getState(id).getRecordingState());
        service.fault("{\"kind\":\"throttle\",\"times\":1,\"retryAfter\":false}");
        assertRefused(429, "Too many requests", () -> Clients.byKey(service, service.accessKey(), 0).getState(id));
        recordings.stop(id);
    }

    @Test
    void aServerErrorReachesTheCallerWhenItPersists() throws Exception {
        service.fault("{\"kind\":\"serverError\",\"times\":1,\"operation\":\"getState\"}");
        assertRefused(500, "Unknown internal server error.", () -> Clients.byKey(service, service.accessKey(), 0).getState("any"));
    }

    @Test
    void aStartThatIsRepeatedAfterAnErrorStartsOneRecording() throws Exception {
        service.fault("{\"kind\":\"serverError\",\"times\":1,\"operation\":\"start\",\"afterEffect\":true}");
        Map<?, ?> call = newCall();
        String id = recordings.start(start(call)).getRecordingId();
        List<?> running = ((List<?>) service.control("GET", "recordings", null))
                .stream()
                .map(LocalService::object)
                .filter(each -> each.get("callId").equals(call.get("callId")))
                .map(each -> each.get("recordingId"))
                .collect(Collectors.toList());
        assertEquals(List.of(id), running);
        recordings.stop(id);
    }

    @Test
    void filesOfBuiltInStorageAreDownloadedAndDeleted() throws Exception {
        CallRecording redirected = Clients.redirected(service);
        StartRecordingOptions options = start(newCall()).setRecordingFormat(RecordingFormat.WAV);
        String id = redirected.start(options).getRecordingId();
        redirected.stop(id);
        Map<?, ?> chunk = chunks(landed(id)).get(0);
        String location = (String) chunk.get("contentLocation");
        byte[] media = redirected.downloadContent(location).toBytes();
        assertEquals("RIFF", new String(Arrays.copyOf(media, 4), StandardCharsets.US_ASCII));
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        redirected.downloadTo(location, streamed);
        assertArrayEquals(media, streamed.toByteArray());
        BinaryData part = redirected
                .downloadContentWithResponse(location, new HttpRange(8, 4L), Context.NONE)
                .getValue();
        assertEquals("WAVE", part.toString());
        Map<?, ?> metadata = metadata(redirected.downloadContent((String) chunk.get("metadataLocation")));
        assertEquals(chunk.get("documentId"), metadata.get("chunkDocumentId"));
        redirected.delete((String) chunk.get("deleteLocation"));
        HttpResponseException gone =
                assertThrows(HttpResponseException.class, () -> redirected.downloadContent(location));
        assertEquals(404, gone.getResponse().getStatusCode());
    }

    @Test
    void aConnectionStringIsTaken() throws Exception {
        CallRecording byConnectionString = Clients.byConnectionString(service);
        String id = byConnectionString.start(start(newCall())).getRecordingId();
        byConnectionString.stop(id);
        assertEquals(1, chunks(landed(id)).size());
    }

    @Test
    void aTokenCredentialIsTaken() throws Exception {
        CallRecording byToken = Clients.byToken(service, "https://communication.azure.com/", 3600);
        String id = byToken.start(start(newCall())).getRecordingId();
        byToken.stop(id);
        assertEquals(1, chunks(landed(id)).size());
        assertRefused(401, "", () -> Clients.byToken(service, "https://management.azure.com/", 3600).getState("any"));
        assertRefused(401, "", () -> Clients.byToken(service, "https://communication.azure.com/", -60).getState("any"));
    }

    private Map<?, ?> newCall() throws Exception {
        return service.newCall("{}");
    }

    private static StartRecordingOptions start(Map<?, ?> call) {
        return new StartRecordingOptions(new ServerCallLocator((String) call.get("serverCallId")));
    }

    private static Map<String, Object> storage(Container container) {
        return Map.of(
                "externalStorage",
                Map.of(
                        "recordingStorageKind", "azureBlobStorage",
                        "recordingDestinationContainerUrl", container.url()));
    }

    /** The event as the SDK for Event Grid reads it from what a webhook gets. */
    private EventGridEvent event(String recordingId) throws InterruptedException {
        EventGridEvent event = EventGridEvent.fromString("[" + service.eventOf(recordingId) + "]").get(0);
        assertEquals(SystemEventNames.COMMUNICATION_RECORDING_FILE_STATUS_UPDATED, event.getEventType());
        return event;
    }

    private Map<?, ?> landed(String recordingId) throws InterruptedException {
        return LocalService.object(event(recordingId).getData().toObject(Object.class));
    }

    private static List<Map<?, ?>> chunks(Map<?, ?> data) {
        List<?> chunks = (List<?>) LocalService.object(data.get("recordingStorageInfo")).get("recordingChunks");
        return chunks.stream().map(LocalService::object).collect(Collectors.toList());
    }

    private static Map<?, ?> metadata(BinaryData file) {
        return LocalService.object(LocalService.json(file.toString()));
    }

    private static void assertRefused(int status, String words, Runnable request) {
        HttpResponseException refused = assertThrows(HttpResponseException.class, request::run);
        assertEquals(status, refused.getResponse().getStatusCode());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
