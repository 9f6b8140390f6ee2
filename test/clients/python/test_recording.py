"""What a back-end in Python does with a recording, with the SDK's synchronous and asynchronous client."""

import json
import time
from datetime import datetime, timedelta, timezone

import pytest
from azure.communication.callautomation import (
    AzureBlobContainerRecordingStorage,
    AzureCommunicationsRecordingStorage,
    ChannelAffinity,
    CommunicationUserIdentifier,
    RecordingChannel,
    RecordingContent,
    RecordingFormat,
    RecordingState,
)
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.core.messaging import CloudEvent
from azure.eventgrid import EventGridEvent, SystemEventNames

FORMATS = {
    "mp4 mixed": (RecordingContent.AUDIO_VIDEO, RecordingChannel.MIXED, RecordingFormat.MP4, b"ftyp"),
    "mp3 mixed": (RecordingContent.AUDIO, RecordingChannel.MIXED, RecordingFormat.MP3, b""),
    "wav mixed": (RecordingContent.AUDIO, RecordingChannel.MIXED, RecordingFormat.WAV, b"WAVE"),
    "wav unmixed": (RecordingContent.AUDIO, RecordingChannel.UNMIXED, RecordingFormat.WAV, b"WAVE"),
}
LEGAL = pytest.mark.parametrize("name", FORMATS)


def format_of(name):
    content, channel, format_, _ = FORMATS[name]
    return {
        "recording_content_type": content,
        "recording_channel_type": channel,
        "recording_format_type": format_,
    }


def own(container):
    return AzureBlobContainerRecordingStorage(container_url=container.url)


def refusal(raised):
    error = raised.value
    return error.status_code, error.error.code, error.error.message


def files_of(container, event):
    """Media and metadata of each chunk that an event names, read from the container."""
    chunks = event.data["recordingStorageInfo"]["recordingChunks"]
    return [
        (container.read(chunk["contentLocation"]), json.loads(container.read(chunk["metadataLocation"])))
        for chunk in chunks
    ]


def landed(service, recording_id):
    """The event, read by the SDK for Event Grid from the JSON that a webhook gets."""
    event = EventGridEvent.from_json(json.dumps(service.event_of(recording_id)))
    assert event.event_type == SystemEventNames.AcsRecordingFileStatusUpdatedEventName
    return event


def record(client, service, **options):
    """Records a moment of a new call."""
    started = client.start_recording(server_call_id=service.new_call()["serverCallId"], **options)
    client.stop_recording(started.recording_id)
    return started.recording_id


@LEGAL
def test_a_recording_of_each_legal_format_lands_in_the_container(name, client, service, container):
    recording_id = record(client, service, recording_storage=own(container), **format_of(name))
    event = landed(service, recording_id)
    assert event.data["storageType"] == "AzureBlob"
    [(media, metadata)] = files_of(container, event)
    content, channel, format_, magic = FORMATS[name]
    assert magic in media[:16]
    assert len(media) > 0 and len(container.names()) == 2
    info = metadata["recordingInfo"]
    assert (info["contentType"], info["channelType"], info["format"]) == (
        content.value,
        channel.value,
        format_.value,
    )


def test_calls_are_found_by_server_call_group_room_and_connection(client, service, container):
    call = service.new_call(groupCallId="3f2a6a1e-0d7e-4f0c-9d3a-8f2a11aa0001", roomId="99411111111111111")
    named = [
        {"server_call_id": call["serverCallId"]},
        {"group_call_id": call["groupCallId"]},
        {"room_id": call["roomId"]},
        {"call_connection_id": call["callConnectionId"]},
    ]
    for by in named:
        started = client.start_recording(**by, recording_storage=own(container))
        client.stop_recording(started.recording_id)
        assert call["callId"] in landed(service, started.recording_id).subject


def test_a_recording_is_paused_resumed_and_stopped(client, service, container):
    call = service.new_call()
    started = client.start_recording(server_call_id=call["serverCallId"], recording_storage=own(container))
    recording_id = started.recording_id
    assert started.recording_state == RecordingState.ACTIVE
    client.pause_recording(recording_id)
    assert client.get_recording_properties(recording_id).recording_state == RecordingState.INACTIVE
    client.resume_recording(recording_id)
    assert client.get_recording_properties(recording_id).recording_state == RecordingState.ACTIVE
    client.stop_recording(recording_id)
    with pytest.raises(ResourceNotFoundError) as raised:
        client.get_recording_properties(recording_id)
    assert refusal(raised) == (404, "8522", "Recording not found.")
    [(_, metadata)] = files_of(container, landed(service, recording_id))
    assert len(metadata["pauseResumeIntervals"]) == 1


def test_a_recording_that_starts_paused_records_once_it_is_resumed(client, service, container):
    started = client.start_recording(
        server_call_id=service.new_call()["serverCallId"],
        recording_storage=own(container),
        pause_on_start=True,
        **format_of("wav mixed"),
    )
    assert started.recording_state == RecordingState.INACTIVE
    client.resume_recording(started.recording_id)
    client.stop_recording(started.recording_id)
    [(_, metadata)] = files_of(container, landed(service, started.recording_id))
    assert len(metadata["pauseResumeIntervals"]) == 1


def test_participants_get_the_channels_that_they_are_given(client, service, container):
    participants = ["8:acs:alice", "8:acs:bob"]
    started = client.start_recording(
        server_call_id=service.new_call(participants=participants)["serverCallId"],
        recording_storage=own(container),
        channel_affinity=[
            ChannelAffinity(CommunicationUserIdentifier("8:acs:bob"), channel=0),
            ChannelAffinity(CommunicationUserIdentifier("8:acs:alice"), channel=1),
        ],
        **format_of("wav unmixed"),
    )
    client.stop_recording(started.recording_id)
    [(_, metadata)] = files_of(container, landed(service, started.recording_id))
    channels = {each["participantId"]: each["channel"] for each in metadata["participants"]}
    assert channels == {"8:acs:bob": 0, "8:acs:alice": 1}


def test_participants_get_the_order_of_channels_that_was_asked_for(client, service, container):
    started = client.start_recording(
        server_call_id=service.new_call(participants=["8:acs:alice", "8:acs:bob"])["serverCallId"],
        recording_storage=own(container),
        audio_channel_participant_ordering=[
            CommunicationUserIdentifier("8:acs:bob"),
            CommunicationUserIdentifier("8:acs:alice"),
        ],
        **format_of("wav unmixed"),
    )
    client.stop_recording(started.recording_id)
    [(_, metadata)] = files_of(container, landed(service, started.recording_id))
    channels = {each["participantId"]: each["channel"] for each in metadata["participants"]}
    assert channels == {"8:acs:bob": 0, "8:acs:alice": 1}


def test_callbacks_tell_each_state_in_order(client, service, container, callbacks):
    started = client.start_recording(
        server_call_id=service.new_call()["serverCallId"],
        recording_storage=own(container),
        recording_state_callback_url=callbacks.url,
    )
    recording_id = started.recording_id
    client.pause_recording(recording_id)
    client.resume_recording(recording_id)
    client.stop_recording(recording_id)
    events = [CloudEvent.from_dict(event) for event in callbacks.wait_for(4)]
    assert {event.type for event in events} == {"Microsoft.Communication.RecordingStateChanged"}
    assert [event.data["state"] for event in events] == ["active", "inactive", "active", "inactive"]
    assert {event.data["recordingId"] for event in events} == {recording_id}


def test_a_start_that_fails_after_it_was_accepted_is_told_by_callback(client, service, callbacks):
    service.fault(kind="startFails", times=1)
    call = service.new_call()
    client.start_recording(
        call_connection_id=call["callConnectionId"], recording_state_callback_url=callbacks.url
    )
    [event] = [CloudEvent.from_dict(event) for event in callbacks.wait_for(1)]
    assert event.type == "Microsoft.Communication.StartRecordingFailed"
    assert event.data["resultInformation"]["code"] == 500


def test_an_unknown_server_call_is_refused_with_8527(client):
    with pytest.raises(HttpResponseError) as raised:
        client.start_recording(server_call_id="aHR0cHM6Ly9leGFtcGxlLm9yZw==")
    assert refusal(raised) == (400, "8527", "Invalid join identity, cannot join call.")


def test_a_call_that_has_ended_is_refused_with_8522(client, service):
    call = service.new_call()
    service.control("DELETE", f"calls/{call['callId']}")
    with pytest.raises(ResourceNotFoundError) as raised:
        client.start_recording(server_call_id=call["serverCallId"])
    assert refusal(raised) == (404, "8522", "Call not found.")


def test_an_unknown_recording_is_refused_with_8522(client):
    for ask in (client.pause_recording, client.resume_recording, client.stop_recording):
        with pytest.raises(ResourceNotFoundError) as raised:
            ask("unknown")
        assert refusal(raised) == (404, "8522", "Recording not found.")


def test_a_second_recording_of_a_call_is_refused_with_8553(client, service):
    call = service.new_call()
    started = client.start_recording(server_call_id=call["serverCallId"])
    with pytest.raises(HttpResponseError) as raised:
        client.start_recording(server_call_id=call["serverCallId"])
    assert refusal(raised)[:2] == (400, "8553")
    client.stop_recording(started.recording_id)


def test_a_format_that_is_not_legal_is_refused_with_8523(client, service):
    with pytest.raises(HttpResponseError) as raised:
        client.start_recording(
            server_call_id=service.new_call()["serverCallId"],
            recording_content_type=RecordingContent.AUDIO_VIDEO,
            recording_channel_type=RecordingChannel.UNMIXED,
        )
    assert refusal(raised)[:2] == (400, "8523")


def test_another_key_is_refused_with_401(clients, service):
    stranger = clients.from_key(service, key="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    with pytest.raises(ClientAuthenticationError) as raised:
        stranger.get_recording_properties("any")
    assert refusal(raised) == (401, "7509", "HMAC-SHA256 validation failed")


@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_clock_that_is_wrong_is_refused_with_401(minutes, client, monkeypatch):
    then = datetime.now(timezone.utc) + timedelta(minutes=minutes)
    text = then.strftime("%a, %d %b %Y %H:%M:%S GMT")
    monkeypatch.setattr(
        "azure.communication.callautomation._shared.policy.get_current_utc_time", lambda: text
    )
    with pytest.raises(ClientAuthenticationError) as raised:
        client.get_recording_properties("any")
    assert raised.value.status_code == 401


def test_a_refused_request_is_a_403(client, service):
    service.fault(kind="forbidden", times=1)
    with pytest.raises(HttpResponseError) as raised:
        client.get_recording_properties("any")
    assert refusal(raised)[:2] == (403, "Forbidden")


def test_a_conflict_is_a_409(client, service):
    service.fault(kind="conflict", times=1)
    with pytest.raises(ResourceExistsError) as raised:
        client.get_recording_properties("any")
    assert refusal(raised)[:2] == (409, "Conflict")


def test_a_throttled_request_is_tried_again_when_the_service_says(client, service):
    started = client.start_recording(server_call_id=service.new_call()["serverCallId"])
    service.fault(kind="throttle", times=1, seconds=1)
    before_start = time.monotonic()
    assert client.get_recording_properties(started.recording_id).recording_state == RecordingState.ACTIVE
    assert time.monotonic() - before_start >= 1
    client.stop_recording(started.recording_id)


def test_a_throttled_request_without_a_time_reaches_the_caller(client, service):
    started = client.start_recording(server_call_id=service.new_call()["serverCallId"])
    service.fault(kind="throttle", operation="pause", times=1, retryAfter=False)
    with pytest.raises(HttpResponseError) as raised:
        client.pause_recording(started.recording_id)
    assert refusal(raised)[:2] == (429, "TooManyRequests")
    client.stop_recording(started.recording_id)


def test_a_server_error_is_tried_again_and_reaches_the_caller_when_it_persists(clients, service):
    once = clients.from_key(service, retry_total=1, retry_backoff_factor=0.01)
    started = once.start_recording(server_call_id=service.new_call()["serverCallId"])
    service.fault(kind="serverError", operation="getState", times=1)
    once.get_recording_properties(started.recording_id)
    service.fault(kind="serverError", operation="getState", times=2)
    with pytest.raises(HttpResponseError) as raised:
        once.get_recording_properties(started.recording_id)
    assert refusal(raised) == (500, "9999", "Unknown internal server error.")
    once.stop_recording(started.recording_id)


def test_a_start_that_is_repeated_after_an_error_starts_one_recording(client, service):
    call = service.new_call()
    service.fault(kind="serverError", operation="start", times=1, afterEffect=True)
    started = client.start_recording(server_call_id=call["serverCallId"])
    running = [each for each in service.control("GET", "recordings") if each["callId"] == call["callId"]]
    assert [each["recordingId"] for each in running] == [started.recording_id]
    client.stop_recording(started.recording_id)


def test_files_of_built_in_storage_are_downloaded_and_deleted(clients, service):
    client = clients.from_key(service, redirect=True)
    recording_id = record(
        client, service, recording_storage=AzureCommunicationsRecordingStorage(), **format_of("wav mixed")
    )
    [chunk] = landed(service, recording_id).data["recordingStorageInfo"]["recordingChunks"]
    media = client.download(chunk["contentLocation"])
    assert media[:4] == b"RIFF"
    assert client.download(chunk["contentLocation"], offset=8, length=4) == b"WAVE"
    metadata = json.loads(client.download(chunk["metadataLocation"]))
    assert metadata["chunkDocumentId"] == chunk["documentId"]
    client.delete_recording(chunk["deleteLocation"])
    with pytest.raises(ResourceNotFoundError):
        client.download(chunk["contentLocation"])


def test_a_connection_string_goes_to_https(clients, tls_service, container):
    client = clients.from_connection_string(tls_service)
    recording_id = record(client, tls_service, recording_storage=own(container))
    assert files_of(container, landed(tls_service, recording_id))


def test_a_token_credential_is_taken_over_https(clients, tls_service, container):
    client = clients.from_token(tls_service)
    recording_id = record(client, tls_service, recording_storage=own(container))
    assert files_of(container, landed(tls_service, recording_id))


@pytest.mark.parametrize("wrong", [{"audience": "https://management.azure.com/"}, {"seconds": -60}])
def test_a_token_for_another_service_or_time_is_refused_with_401(wrong, clients, tls_service):
    client = clients.from_token(tls_service, **wrong)
    with pytest.raises(ClientAuthenticationError) as raised:
        client.get_recording_properties("any")
    assert raised.value.status_code == 401
