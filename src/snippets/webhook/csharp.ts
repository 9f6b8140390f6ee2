/** A webhook for RecordingFileStatusUpdated on .NET's own HTTP server; C# 7, without top-level statements. */
export const csharpWebhook = `// .NET 6 or newer, no packages.
// PORT: the port to listen on (default: 8080)
// Anybody who knows the address can send to it: let a proxy or Event Grid's Entra option sign deliveries.

using System;
using System.IO;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

public static class RecordingWebhook
{
    private const int MostBytes = 2000000;

    public static void Main()
    {
        ListenAsync().GetAwaiter().GetResult();
    }

    private static async Task ListenAsync()
    {
        string port = Environment.GetEnvironmentVariable("PORT") ?? "8080";
        var listener = new HttpListener();
        listener.Prefixes.Add("http://127.0.0.1:" + port + "/");
        listener.Start();
        Console.WriteLine("Listening on http://127.0.0.1:" + port + "/");
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            _ = ServeAsync(context);
        }
    }

    /// <summary>Event Grid may deliver an event more than once: do nothing here that must happen only once.</summary>
    private static void Handle(JsonElement data)
    {
        Console.WriteLine("Recording: " + Text(data, "recordingId"));
        foreach (JsonElement chunk in data.GetProperty("recordingStorageInfo").GetProperty("recordingChunks").EnumerateArray())
        {
            int index = chunk.GetProperty("index").GetInt32();
            Console.WriteLine("Chunk " + index + ": " + Text(chunk, "contentLocation"));
            Console.WriteLine("Metadata " + index + ": " + Text(chunk, "metadataLocation"));
        }
    }

    private static async Task ServeAsync(HttpListenerContext context)
    {
        HttpListenerResponse response = context.Response;
        try
        {
            if (context.Request.HttpMethod == "OPTIONS")
            {
                // The handshake of the CloudEvents schema.
                response.AddHeader("WebHook-Allowed-Origin", context.Request.Headers["WebHook-Request-Origin"] ?? "");
                response.AddHeader("WebHook-Allowed-Rate", "*");
            }
            else
            {
                using (JsonDocument received = JsonDocument.Parse(await ReadBodyAsync(context.Request.InputStream)))
                {
                    string answer = AnswerTo(received.RootElement);
                    if (answer != null)
                    {
                        byte[] bytes = Encoding.UTF8.GetBytes(answer);
                        response.ContentType = "application/json";
                        await response.OutputStream.WriteAsync(bytes, 0, bytes.Length);
                    }
                }
            }
        }
        catch (Exception)
        {
            response.StatusCode = 400;
        }
        response.Close();
    }

    private static string AnswerTo(JsonElement received)
    {
        // A list in the Event Grid schema, a single event in the CloudEvents schema.
        if (received.ValueKind != JsonValueKind.Array) return AnswerToEvent(received);
        string answer = null;
        foreach (JsonElement each in received.EnumerateArray()) answer = AnswerToEvent(each) ?? answer;
        return answer;
    }

    private static string AnswerToEvent(JsonElement received)
    {
        JsonElement data = received.GetProperty("data");
        switch (Text(received, "eventType") ?? Text(received, "type"))
        {
            case "Microsoft.EventGrid.SubscriptionValidationEvent":
                // The handshake of the Event Grid schema.
                return "{\\"validationResponse\\":" + JsonSerializer.Serialize(Text(data, "validationCode")) + "}";
            case "Microsoft.Communication.RecordingFileStatusUpdated":
                Handle(data);
                break;
        }
        return null;
    }

    private static string Text(JsonElement element, string name)
    {
        JsonElement value;
        return element.TryGetProperty(name, out value) ? value.GetString() : null;
    }

    private static async Task<string> ReadBodyAsync(Stream stream)
    {
        var body = new MemoryStream();
        var buffer = new byte[81920];
        int count;
        while ((count = await stream.ReadAsync(buffer, 0, buffer.Length)) > 0)
        {
            if (body.Length + count > MostBytes) throw new InvalidDataException("The request is too large.");
            body.Write(buffer, 0, count);
        }
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
`;
