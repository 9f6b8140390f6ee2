import { type Lines, indent, joinLines, quoted } from '../code.ts';
import { packages } from '../packages.ts';
import type { SnippetRequest } from '../request.ts';
import { type SnippetValue, type SnippetValues, valuesOf, variablesOf } from '../values.ts';

/** The start, and what follows it, with the SDK for .NET; C# 7, without top-level statements. */
export function csharpRecording(request: SnippetRequest): string {
  const values = valuesOf(request);
  const isEntra = request.signIn === 'entra';
  const usesParticipants = values.order.length + values.affinity.length > 0;
  const { csharp, csharpIdentity } = packages;
  return joinLines([
    [csharp, ...(isEntra ? [csharpIdentity] : [])].map(
      ({ name, version }) => `// dotnet add package ${name} --version ${version}`,
    ),
    '// COMMUNICATION_ENDPOINT: the endpoint of the Communication Services resource',
    isEntra ? undefined : '// COMMUNICATION_ACCESS_KEY: one of its access keys',
    variablesOf(values).map(({ variable, reason }) => `// ${variable}: ${reason}`),
    '',
    'using System;',
    values.affinity.length > 0 ? 'using System.Collections.Generic;' : undefined,
    'using System.Threading.Tasks;',
    usesParticipants ? 'using Azure.Communication;' : undefined,
    'using Azure.Communication.CallAutomation;',
    isEntra ? 'using Azure.Identity;' : undefined,
    '',
    'public static class RecordCall',
    '{',
    indent(4, [
      'public static void Main()',
      '{',
      '    RunAsync().GetAwaiter().GetResult();',
      '}',
      '',
      'private static async Task RunAsync()',
      '{',
      indent(4, bodyOf(request, values)),
      '}',
      '',
      'private static string Required(string name)',
      '{',
      indent(4, [
        'string value = Environment.GetEnvironmentVariable(name);',
        'if (string.IsNullOrEmpty(value)) throw new InvalidOperationException(name + " is not set.");',
        'return value;',
      ]),
      '}',
    ]),
    '}',
  ]);
}

function bodyOf(request: SnippetRequest, values: SnippetValues): Lines {
  const { pauseOnStart } = request;
  return [
    'string endpoint = Required("COMMUNICATION_ENDPOINT");',
    request.signIn === 'entra'
      ? 'var client = new CallAutomationClient(new Uri(endpoint), new DefaultAzureCredential());'
      : [
          'string accessKey = Required("COMMUNICATION_ACCESS_KEY");',
          'var client = new CallAutomationClient("endpoint=" + endpoint + ";accesskey=" + accessKey);',
        ],
    'CallRecording recordings = client.GetCallRecording();',
    '',
    `var options = new StartRecordingOptions(${locatorOf(request, values)})`,
    '{',
    indent(4, propertiesOf(request, values)),
    '};',
    values.order.map(
      (participant) => `options.AudioChannelParticipantOrdering.Add(${identifier(participant)});`,
    ),
    'RecordingStateResult started = (await recordings.StartAsync(options)).Value;',
    'string recordingId = started.RecordingId;',
    'Console.WriteLine("Started: " + recordingId);',
    'Console.WriteLine("State: " + (await recordings.GetStateAsync(recordingId)).Value.RecordingState);',
    '',
    pauseOnStart
      ? undefined
      : ['await recordings.PauseAsync(recordingId);', 'Console.WriteLine("Paused");', ''],
    pauseOnStart ? '// It starts paused: nothing is recorded until it is resumed.' : undefined,
    'await recordings.ResumeAsync(recordingId);',
    'Console.WriteLine("Resumed");',
    '',
    'await recordings.StopAsync(recordingId);',
    'Console.WriteLine("Stopped");',
  ];
}

function propertiesOf(request: SnippetRequest, values: SnippetValues): Lines {
  const { content, channel, format, pauseOnStart } = request;
  return [
    `RecordingContent = RecordingContent.${content === 'audioVideo' ? 'AudioVideo' : 'Audio'},`,
    `RecordingChannel = RecordingChannel.${channel === 'mixed' ? 'Mixed' : 'Unmixed'},`,
    `RecordingFormat = RecordingFormat.${{ mp3: 'Mp3', mp4: 'Mp4', wav: 'Wav' }[format]},`,
    values.container
      ? [
          'RecordingStorage = RecordingStorage.CreateAzureBlobContainerRecordingStorage(',
          `    new Uri(${expression(values.container)})),`,
        ]
      : 'RecordingStorage = RecordingStorage.CreateAzureCommunicationsRecordingStorage(),',
    `PauseOnStart = ${pauseOnStart},`,
    values.callback && `RecordingStateCallbackUri = new Uri(${expression(values.callback)}),`,
    values.affinity.length === 0
      ? undefined
      : [
          'ChannelAffinity = new List<ChannelAffinity>',
          '{',
          indent(
            4,
            values.affinity.map(
              ({ channel: number, participant }) =>
                `new ChannelAffinity(${identifier(participant)}) { Channel = ${number} },`,
            ),
          ),
          '},',
        ],
  ];
}

function locatorOf({ call }: SnippetRequest, values: SnippetValues): string {
  const id = expression(values.call);
  const locator = {
    serverCallId: `new ServerCallLocator(${id})`,
    groupCallId: `new GroupCallLocator(${id})`,
    roomId: `new RoomCallLocator(${id})`,
    callConnectionId: id,
  };
  return locator[call.kind];
}

function identifier(participant: SnippetValue): string {
  return `CommunicationIdentifier.FromRawId(${expression(participant)})`;
}

function expression(value: SnippetValue): string {
  return value.kind === 'literal' ? quoted(value.text) : `Required(${quoted(value.variable)})`;
}
