// What the C# texts use of the SDKs, as declarations to compile against. Written from the public API listing of
// Azure.Communication.CallAutomation 1.6 (sdk/communication/Azure.Communication.CallAutomation/api, net10.0) and
// from the reference of Azure.Core, Azure.Identity, Azure.Communication.Common and System.Text.Json.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Azure
{
    public abstract class Response { }

    public abstract class Response<T>
    {
        public abstract T Value { get; }
    }
}

namespace Azure.Core
{
    public abstract class TokenCredential { }

    public abstract class ClientOptions { }
}

namespace Azure.Identity
{
    public class DefaultAzureCredential : Azure.Core.TokenCredential
    {
        public DefaultAzureCredential(bool includeInteractiveCredentials = false) { }
    }
}

namespace Azure.Communication
{
    public abstract class CommunicationIdentifier
    {
        public static CommunicationIdentifier FromRawId(string rawId) { throw null; }
    }
}

namespace Azure.Communication.CallAutomation
{
    public class CallAutomationClientOptions : Azure.Core.ClientOptions { }

    public class CallAutomationClient
    {
        public CallAutomationClient(string connectionString) { }
        public CallAutomationClient(string connectionString, CallAutomationClientOptions options) { }
        public CallAutomationClient(Uri endpoint, Azure.Core.TokenCredential credential, CallAutomationClientOptions options = null) { }
        public virtual CallRecording GetCallRecording() { throw null; }
    }

    public class CallRecording
    {
        protected CallRecording() { }
        public virtual Task<Response<RecordingStateResult>> StartAsync(StartRecordingOptions options, CancellationToken cancellationToken = default(CancellationToken)) { throw null; }
        public virtual Task<Response<RecordingStateResult>> GetStateAsync(string recordingId, CancellationToken cancellationToken = default(CancellationToken)) { throw null; }
        public virtual Task<Response> PauseAsync(string recordingId, CancellationToken cancellationToken = default(CancellationToken)) { throw null; }
        public virtual Task<Response> ResumeAsync(string recordingId, CancellationToken cancellationToken = default(CancellationToken)) { throw null; }
        public virtual Task<Response> StopAsync(string recordingId, CancellationToken cancellationToken = default(CancellationToken)) { throw null; }
    }

    public class RecordingStateResult
    {
        internal RecordingStateResult() { }
        public string RecordingId { get { throw null; } }
        public RecordingKind? RecordingKind { get { throw null; } }
        public RecordingState? RecordingState { get { throw null; } }
    }

    public class StartRecordingOptions
    {
        public StartRecordingOptions(CallLocator callLocator) { }
        public StartRecordingOptions(string callConnectionId) { }
        public IList<CommunicationIdentifier> AudioChannelParticipantOrdering { get { throw null; } }
        public IList<ChannelAffinity> ChannelAffinity { get { throw null; } set { } }
        public bool PauseOnStart { get { throw null; } set { } }
        public RecordingChannel RecordingChannel { get { throw null; } set { } }
        public RecordingContent RecordingContent { get { throw null; } set { } }
        public RecordingFormat RecordingFormat { get { throw null; } set { } }
        public Uri RecordingStateCallbackUri { get { throw null; } set { } }
        public RecordingStorage RecordingStorage { get { throw null; } set { } }
    }

    public class ChannelAffinity
    {
        public ChannelAffinity(CommunicationIdentifier participant) { }
        public int? Channel { get { throw null; } set { } }
        public CommunicationIdentifier Participant { get { throw null; } }
    }

    public abstract class CallLocator { }

    public class ServerCallLocator : CallLocator
    {
        public ServerCallLocator(string id) { }
    }

    public class GroupCallLocator : CallLocator
    {
        public GroupCallLocator(string id) { }
    }

    public class RoomCallLocator : CallLocator
    {
        public RoomCallLocator(string id) { }
    }

    public abstract class RecordingStorage
    {
        public RecordingStorage(RecordingStorageKind recordingStorageKind) { }
        public static RecordingStorage CreateAzureBlobContainerRecordingStorage(Uri recordingDestinationContainerUri) { throw null; }
        public static RecordingStorage CreateAzureCommunicationsRecordingStorage() { throw null; }
    }

    public struct RecordingStorageKind { }

    public struct RecordingKind { }

    public struct RecordingState { }

    public struct RecordingChannel
    {
        public static RecordingChannel Mixed { get { throw null; } }
        public static RecordingChannel Unmixed { get { throw null; } }
    }

    public struct RecordingContent
    {
        public static RecordingContent Audio { get { throw null; } }
        public static RecordingContent AudioVideo { get { throw null; } }
    }

    public struct RecordingFormat
    {
        public static RecordingFormat Mp3 { get { throw null; } }
        public static RecordingFormat Mp4 { get { throw null; } }
        public static RecordingFormat Wav { get { throw null; } }
    }
}

namespace System.Text.Json
{
    public enum JsonValueKind
    {
        Undefined,
        Object,
        Array,
        String,
        Number,
        True,
        False,
        Null,
    }

    public struct JsonDocumentOptions { }

    public class JsonSerializerOptions { }

    public sealed class JsonDocument : IDisposable
    {
        internal JsonDocument() { }
        public JsonElement RootElement { get { throw null; } }
        public static JsonDocument Parse(string json, JsonDocumentOptions options = default(JsonDocumentOptions)) { throw null; }
        public void Dispose() { }
    }

    public struct JsonElement
    {
        public JsonValueKind ValueKind { get { throw null; } }
        public JsonElement GetProperty(string propertyName) { throw null; }
        public bool TryGetProperty(string propertyName, out JsonElement value) { throw null; }
        public string GetString() { throw null; }
        public int GetInt32() { throw null; }
        public ArrayEnumerator EnumerateArray() { throw null; }

        public struct ArrayEnumerator : IEnumerable<JsonElement>, IEnumerator<JsonElement>
        {
            public JsonElement Current { get { throw null; } }
            object System.Collections.IEnumerator.Current { get { throw null; } }
            public ArrayEnumerator GetEnumerator() { throw null; }
            IEnumerator<JsonElement> IEnumerable<JsonElement>.GetEnumerator() { throw null; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() { throw null; }
            public bool MoveNext() { throw null; }
            public void Reset() { }
            public void Dispose() { }
        }
    }

    public static class JsonSerializer
    {
        public static string Serialize<TValue>(TValue value, JsonSerializerOptions options = null) { throw null; }
    }
}
