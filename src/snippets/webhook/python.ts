/** A webhook for RecordingFileStatusUpdated on Python's own HTTP server. */
export const pythonWebhook = `# Python 3.9 or newer, no packages.
# PORT: the port to listen on (default: 8080)
# Anybody who knows the address can send to it: let a proxy or Event Grid's Entra option sign deliveries.

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MOST_BYTES = 2_000_000


def handle(event):
    """Event Grid may deliver an event more than once: do nothing here that must happen only once."""
    data = event["data"]
    print("Recording:", data.get("recordingId"), flush=True)
    for chunk in data["recordingStorageInfo"]["recordingChunks"]:
        print(f"Chunk {chunk['index']}:", chunk["contentLocation"], flush=True)
        print(f"Metadata {chunk['index']}:", chunk["metadataLocation"], flush=True)


class Webhook(BaseHTTPRequestHandler):
    def do_OPTIONS(self):
        # The handshake of the CloudEvents schema.
        origin = self.headers.get("WebHook-Request-Origin", "")
        self.answer(200, None, {"WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": "*"})

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.answer(413)
            return
        try:
            received = json.loads(self.rfile.read(length))
            # A list in the Event Grid schema, a single event in the CloudEvents schema.
            for event in received if isinstance(received, list) else [received]:
                kind = event.get("eventType") or event.get("type")
                if kind == "Microsoft.EventGrid.SubscriptionValidationEvent":
                    # The handshake of the Event Grid schema.
                    self.answer(200, {"validationResponse": event["data"]["validationCode"]})
                    return
                if kind == "Microsoft.Communication.RecordingFileStatusUpdated":
                    handle(event)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.answer(400)
            return
        self.answer(200)

    def answer(self, status, body=None, headers=None):
        text = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Webhook)
print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
`;
