"""The local Call Recording service for tests in Python: starts it, and talks to what a real service has no API for."""

import json
import os
import queue
import subprocess
import threading
import time
import urllib.error
import urllib.request


class LocalService:
    """A local service that runs as a program of its own until `stop`."""

    def __init__(self, *arguments):
        command = json.loads(os.environ["LOCAL_SERVICE"])
        self._process = subprocess.Popen(
            [*command, "--port", "0", "--exit-with-parent", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log = []
        self._events = queue.Queue()
        self._seen = []
        threading.Thread(target=self._read_log, daemon=True).start()
        first = self._process.stdout.readline()
        if not first:
            raise RuntimeError("The local service did not start: " + "\n".join(self.log))
        ready = json.loads(first)
        self.endpoint = ready["endpoint"].rstrip("/")
        self.connection_string = ready["connectionString"]
        self.key = self.connection_string.split("accesskey=", 1)[1]
        threading.Thread(target=self._read_events, daemon=True).start()

    def _read_log(self):
        for line in self._process.stderr:
            self.log.append(line.rstrip())

    def _read_events(self):
        for line in self._process.stdout:
            event = json.loads(line).get("event")
            if event:
                self._events.put(event)

    def control(self, method, path, body=None):
        """Asks for what a real service has no API for, such as a call or a fault."""
        request = urllib.request.Request(
            f"{self.endpoint}/local/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"AccessKey {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, context=self._tls()) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def _tls(self):
        if not self.endpoint.startswith("https:"):
            return None
        import ssl

        return ssl.create_default_context(cafile=os.environ["LOCAL_CERT"])

    def new_call(self, **options):
        return self.control("POST", "calls", options)

    def fault(self, **fault):
        self.control("POST", "faults", fault)

    def event_of(self, recording_id, seconds=20):
        """The `RecordingFileStatusUpdated` of a recording, as JSON that was parsed; waits for it."""
        until = time.monotonic() + seconds
        while True:
            for event in self._seen:
                if event["data"]["recordingId"] == recording_id:
                    return event
            try:
                self._seen.append(self._events.get(timeout=max(0.01, until - time.monotonic())))
            except queue.Empty:
                raise AssertionError("No event came: " + "\n".join(self.log[-20:])) from None

    def requests(self, pattern):
        """Lines of the log, each a request and the status of its answer, that hold the text."""
        return [line for line in self.log if pattern in line]

    def stop(self):
        self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
