"""What the SDKs for Python send, as the extension's event listener and its queue take it."""

import json
import os
import subprocess
import uuid

import pytest
from azure.core.credentials import AzureKeyCredential
from azure.core.messaging import CloudEvent
from azure.eventgrid import EventGridEvent, EventGridPublisherClient
from azure.storage.queue import BinaryBase64EncodePolicy, QueueClient, TextBase64EncodePolicy


class Receiver:
    """The listener, or the reader of a queue, as a program of its own that prints what it stored."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(
            [*json.loads(os.environ["EVENT_RECEIVER"]), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ready = json.loads(self._process.stdout.readline())

    def received(self, count):
        """The next events, each with how it came and as it was stored."""
        return [json.loads(self._process.stdout.readline()) for _ in range(count)]

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=20)


@pytest.fixture
def listener():
    receiver = Receiver("listener")
    yield receiver
    receiver.stop()


def publisher(listener):
    return EventGridPublisherClient(listener.ready["url"], AzureKeyCredential("key"))


def test_listener_takes_events_in_the_event_grid_schema(listener):
    events = [
        EventGridEvent(event_type="Contoso.Test", subject=subject, data={"serverCallId": subject}, data_version="1")
        for subject in ("a", "ü")
    ]
    publisher(listener).send(events)
    came = listener.received(2)
    assert sorted(one["event"]["subject"] for one in came) == ["a", "ü"]
    assert {one["summary"]["type"] for one in came} == {"Contoso.Test"}
    assert sorted(one["summary"]["serverCallId"] for one in came) == ["a", "ü"]
    assert {one["summary"]["eventId"] for one in came} == {str(event.id) for event in events}


def test_listener_takes_cloud_events(listener):
    event = CloudEvent(source="/python", type="Contoso.Cloud", data={"callConnectionId": "c"})
    publisher(listener).send(event)
    (came,) = listener.received(1)
    assert came["summary"]["eventId"] == event.id
    assert came["summary"]["callConnectionId"] == "c"
    assert came["event"]["data"] == {"callConnectionId": "c"}


def body(subject):
    return {"id": subject, "eventType": "Contoso.Test", "subject": subject, "data": {}, "dataVersion": "1"}


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("plain", lambda event: json.dumps(event)),
        ("base64 text", lambda event: json.dumps(event)),
        ("base64 bytes", lambda event: json.dumps(event).encode()),
        ("plain", lambda event: json.dumps([event])),
    ],
    ids=["plain", "base64 of text", "base64 of bytes", "a list"],
)
def test_queue_is_read_however_a_message_was_encoded(encoding, content):
    policies = {
        "plain": None,
        "base64 text": TextBase64EncodePolicy(),
        "base64 bytes": BinaryBase64EncodePolicy(),
    }
    name = "python-" + uuid.uuid4().hex
    client = QueueClient.from_connection_string(
        os.environ["AZURITE_CONNECTION_STRING"], name, message_encode_policy=policies[encoding]
    )
    client.create_queue()
    client.send_message(content(body("first")))
    receiver = Receiver("queue", os.environ["AZURITE_CONNECTION_STRING"], name)
    try:
        (came,) = receiver.received(1)
        assert came["event"] == body("first")
        assert came["summary"]["via"] == "queue"
        client.send_message(content(body("second")))
        (came,) = receiver.received(1)
        assert came["event"] == body("second")
    finally:
        receiver.stop()
    assert client.get_queue_properties().approximate_message_count == 0


def test_queue_keeps_what_another_reader_holds():
    name = "python-" + uuid.uuid4().hex
    client = QueueClient.from_connection_string(os.environ["AZURITE_CONNECTION_STRING"], name)
    client.create_queue()
    client.send_message(json.dumps(body("held")))
    held = client.receive_message(visibility_timeout=600)
    client.send_message(json.dumps(body("free")))
    receiver = Receiver("queue", os.environ["AZURITE_CONNECTION_STRING"], name)
    try:
        (came,) = receiver.received(1)
        assert came["event"] == body("free")
        client.update_message(held, visibility_timeout=0)
        (came,) = receiver.received(1)
        assert came["event"] == body("held")
        assert came["summary"]["deliveryCount"] == 2
    finally:
        receiver.stop()
