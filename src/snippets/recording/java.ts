import { type Lines, commaSeparated, indent, joinLines, quoted } from '../code.ts';
import { packages } from '../packages.ts';
import type { SnippetRequest } from '../request.ts';
import { type SnippetValue, type SnippetValues, valuesOf, variablesOf } from '../values.ts';

/** The start, and what follows it, with the SDK for Java: the file `RecordCall.java`. */
export function javaRecording(request: SnippetRequest): string {
  const values = valuesOf(request);
  const isEntra = request.signIn === 'entra';
  const { java, javaIdentity } = packages;
  return joinLines([
    `// Maven: ${java.name}:${java.version}${isEntra ? `, ${javaIdentity.name}:${javaIdentity.version}` : ''}`,
    '// COMMUNICATION_ENDPOINT: the endpoint of the Communication Services resource',
    isEntra ? undefined : '// COMMUNICATION_ACCESS_KEY: one of its access keys',
    request.isLocal
      ? '// The SDK speaks HTTPS only: start the local service with --tls, and trust its certificate.'
      : undefined,
    variablesOf(values).map(({ variable, reason }) => `// ${variable}: ${reason}`),
    '',
    importsOf(request, values).map((name) => `import ${name};`),
    '',
    'public class RecordCall {',
    indent(4, [
      'public static void main(String[] args) {',
      indent(4, bodyOf(request, values)),
      '}',
      '',
      'private static String required(String name) {',
      indent(4, [
        'String value = System.getenv(name);',
        'if (value == null || value.isEmpty()) {',
        '    throw new IllegalStateException(name + " is not set.");',
        '}',
        'return value;',
      ]),
      '}',
    ]),
    '}',
  ]);
}

function bodyOf(request: SnippetRequest, values: SnippetValues): Lines {
  return [
    'CallAutomationClient client = new CallAutomationClientBuilder()',
    indent(8, [
      '.endpoint(required("COMMUNICATION_ENDPOINT"))',
      request.signIn === 'entra'
        ? '.credential(new DefaultAzureCredentialBuilder().build())'
        : '.credential(new AzureKeyCredential(required("COMMUNICATION_ACCESS_KEY")))',
      '.buildClient();',
    ]),
    'CallRecording recordings = client.getCallRecording();',
    '',
    'StartRecordingOptions options = new StartRecordingOptions(',
    indent(8, [`${locatorOf(request, values)})`, settersOf(request, values)]),
    'RecordingStateResult started = recordings.start(options);',
    'String recordingId = started.getRecordingId();',
    'System.out.println("Started: " + recordingId);',
    'System.out.println("State: " + recordings.getState(recordingId).getRecordingState());',
    '',
    request.pauseOnStart
      ? undefined
      : ['recordings.pause(recordingId);', 'System.out.println("Paused");', ''],
    request.pauseOnStart ? '// It starts paused: nothing is recorded until it is resumed.' : undefined,
    'recordings.resume(recordingId);',
    'System.out.println("Resumed");',
    '',
    'recordings.stop(recordingId);',
    'System.out.println("Stopped");',
  ];
}

function locatorOf({ call }: SnippetRequest, values: SnippetValues): string {
  const id = expression(values.call);
  return call.kind === 'callConnectionId' ? id : `new ${locatorClasses[call.kind]}(${id})`;
}

function settersOf(request: SnippetRequest, values: SnippetValues): Lines {
  const { content, channel, format, pauseOnStart } = request;
  const setters: Lines = [
    `.setRecordingContent(RecordingContent.${content === 'audioVideo' ? 'AUDIO_VIDEO' : 'AUDIO'})`,
    `.setRecordingChannel(RecordingChannel.${channel.toUpperCase()})`,
    `.setRecordingFormat(RecordingFormat.${format.toUpperCase()})`,
    values.container &&
      `.setRecordingStorage(new AzureBlobContainerRecordingStorage(${expression(values.container)}))`,
    pauseOnStart ? '.setPauseOnStart(true)' : undefined,
    values.callback && `.setRecordingStateCallbackUrl(${expression(values.callback)})`,
    values.order.length === 0
      ? undefined
      : [
          '.setAudioChannelParticipantOrdering(List.of(',
          indent(8, commaSeparated(values.order.map(identifier))),
          '))',
        ],
    values.affinity.length === 0
      ? undefined
      : [
          '.setChannelAffinity(List.of(',
          indent(
            8,
            commaSeparated(
              values.affinity.map(
                ({ channel: number, participant }) =>
                  `new ChannelAffinity().setChannel(${number}).setParticipant(${identifier(participant)})`,
              ),
            ),
          ),
          '))',
        ],
  ];
  const lines = indent(0, setters);
  return lines.map((line, index) => (index === lines.length - 1 ? `${line};` : line));
}

function importsOf(request: SnippetRequest, values: SnippetValues): readonly string[] {
  const root = 'com.azure.communication.callautomation';
  const usesParticipants = values.order.length + values.affinity.length > 0;
  const names = [
    `${root}.CallAutomationClient`,
    `${root}.CallAutomationClientBuilder`,
    `${root}.CallRecording`,
    ...(values.container ? [`${root}.models.AzureBlobContainerRecordingStorage`] : []),
    ...(values.affinity.length > 0 ? [`${root}.models.ChannelAffinity`] : []),
    ...(request.call.kind === 'callConnectionId'
      ? []
      : [`${root}.models.${locatorClasses[request.call.kind]}`]),
    `${root}.models.RecordingChannel`,
    `${root}.models.RecordingContent`,
    `${root}.models.RecordingFormat`,
    `${root}.models.RecordingStateResult`,
    `${root}.models.StartRecordingOptions`,
    ...(usesParticipants ? ['com.azure.communication.common.CommunicationIdentifier', 'java.util.List'] : []),
    request.signIn === 'entra'
      ? 'com.azure.identity.DefaultAzureCredentialBuilder'
      : 'com.azure.core.credential.AzureKeyCredential',
  ];
  return names.sort();
}

const locatorClasses = {
  serverCallId: 'ServerCallLocator',
  groupCallId: 'GroupCallLocator',
  roomId: 'RoomCallLocator',
} as const;

function identifier(participant: SnippetValue): string {
  return `CommunicationIdentifier.fromRawId(${expression(participant)})`;
}

function expression(value: SnippetValue): string {
  return value.kind === 'literal' ? quoted(value.text) : `required(${quoted(value.variable)})`;
}
