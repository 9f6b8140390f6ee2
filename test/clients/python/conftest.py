import asyncio
import base64
import json
import os
import ssl
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import threading

import pytest
from azure.core.credentials import AccessToken, AzureKeyCredential
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport
from azure.communication.callautomation import CallAutomationClient
from azure.communication.callautomation.aio import CallAutomationClient as AsyncCallAutomationClient
from azure.storage.blob import BlobServiceClient

from local_service import LocalService

# The certificate is trusted as README says: `requests` takes it from this variable.
os.environ["REQUESTS_CA_BUNDLE"] = os.environ["LOCAL_CERT"]


@pytest.fixture(scope="session")
def service():
    """A local service over HTTP."""
    local = LocalService()
    yield local
    local.stop()


@pytest.fixture(scope="session")
def tls_service():
    """A local service over HTTPS, which takes Entra tokens too."""
    local = LocalService(
        "--cert", os.environ["LOCAL_CERT"], "--cert-key", os.environ["LOCAL_CERT_KEY"], "--allow-entra"
    )
    yield local
    local.stop()


class Container:
    """A container of Azurite, read with the SDK for Blob Storage."""

    def __init__(self):
        account = BlobServiceClient.from_connection_string(os.environ["AZURITE_CONNECTION_STRING"])
        self._container = account.create_container("python-" + uuid.uuid4().hex)
        self.url = self._container.url

    def names(self):
        return sorted(self._container.list_blob_names())

    def read(self, url):
        """The file that an event names."""
        assert url.startswith(self.url + "/"), url
        return self._container.download_blob(url[len(self.url) + 1 :]).readall()


@pytest.fixture
def container():
    return Container()


class Awaiting:
    """An asynchronous client whose methods are awaited, so that both clients take the same tests."""

    def __init__(self, client, loop):
        self._client = client
        self._loop = loop

    def __getattr__(self, name):
        method = getattr(self._client, name)
        return lambda *args, **kwargs: self._loop.run_until_complete(method(*args, **kwargs))

    def download(self, url, **options):
        async def read():
            stream = await self._client.download_recording(url, **options)
            return b"".join([part async for part in stream.iter_raw()])

        return self._loop.run_until_complete(read())


class Direct:
    """The synchronous client."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        return getattr(self._client, name)

    def download(self, url, **options):
        return b"".join(self._client.download_recording(url, **options).iter_raw())


class ToLocal:
    """A transport that sends what is for the service's storage, `*.asm.skype.com`, to the local service."""

    def __init__(self, endpoint):
        self._endpoint = endpoint

    def redirect(self, request):
        before, host, path = request.url.partition(".asm.skype.com")
        if host:
            request.url = self._endpoint + path


class RedirectedRequests(ToLocal, RequestsTransport):
    def __init__(self, endpoint):
        ToLocal.__init__(self, endpoint)
        RequestsTransport.__init__(self)

    def send(self, request, **kwargs):
        self.redirect(request)
        return super().send(request, **kwargs)


class RedirectedAioHttp(ToLocal, AioHttpTransport):
    def __init__(self, endpoint):
        ToLocal.__init__(self, endpoint)
        AioHttpTransport.__init__(self)

    async def send(self, request, **kwargs):
        self.redirect(request)
        return await super().send(request, **kwargs)


class UnsignedToken:
    """A credential with tokens that nobody signed, as the local service takes them."""

    def __init__(self, audience="https://communication.azure.com/", seconds=3600):
        self.audience = audience
        self.seconds = seconds

    def get_token(self, *scopes, **options):
        assert scopes == ("https://communication.azure.com//.default",)
        expires = int(time.time()) + self.seconds
        parts = [{"alg": "none", "typ": "JWT"}, {"aud": self.audience, "exp": expires}]
        encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
        return AccessToken(".".join([*encoded, "none"]), int(time.time()) + 3600)


class UnsignedAsyncToken(UnsignedToken):
    async def get_token(self, *scopes, **options):
        return UnsignedToken.get_token(self, *scopes, **options)

    async def close(self):
        pass


class Clients:
    """Makes clients of one of the two kinds, and closes them."""

    def __init__(self, is_async):
        self._loop = asyncio.new_event_loop() if is_async else None
        self._made = []

    def _keep(self, client):
        self._made.append(client)
        return Awaiting(client, self._loop) if self._loop else Direct(client)

    @property
    def _class(self):
        return AsyncCallAutomationClient if self._loop else CallAutomationClient

    def _tls(self):
        # aiohttp does not read REQUESTS_CA_BUNDLE.
        if not self._loop:
            return {}
        return {"connection_verify": os.environ["LOCAL_CERT"]}

    def from_key(self, service, key=None, redirect=False, **options):
        if redirect:
            transport = RedirectedAioHttp if self._loop else RedirectedRequests
            options["transport"] = transport(service.endpoint)
        credential = AzureKeyCredential(key or service.key)
        return self._keep(self._class(service.endpoint, credential, **options))

    def from_connection_string(self, service):
        return self._keep(self._class.from_connection_string(service.connection_string, **self._tls()))

    def from_token(self, service, **token):
        credential = (UnsignedAsyncToken if self._loop else UnsignedToken)(**token)
        return self._keep(self._class(service.endpoint, credential, **self._tls()))

    def close(self):
        for client in self._made:
            closing = client.close()
            if self._loop:
                self._loop.run_until_complete(closing)
        if self._loop:
            self._loop.close()


@pytest.fixture(params=["sync", "async"])
def clients(request):
    made = Clients(request.param == "async")
    yield made
    made.close()


@pytest.fixture
def client(clients, service):
    """A client of the service over HTTP, by access key, that tries again at once."""
    return clients.from_key(service, retry_backoff_factor=0.01)


class Callbacks:
    """An endpoint that takes the callbacks of Call Automation."""

    def __init__(self):
        self._arrived = threading.Condition()
        self.events = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer._arrived:
                    outer.events.extend(body)
                    outer._arrived.notify_all()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/callbacks"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait_for(self, count):
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.events) >= count, timeout=20), self.events
            return self.events[:count]

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def callbacks():
    receiver = Callbacks()
    yield receiver
    receiver.close()
