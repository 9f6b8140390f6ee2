import { type Lines, indent, joinLines, pythonQuoted } from '../code.ts';
import { packages } from '../packages.ts';
import type { SnippetRequest } from '../request.ts';
import { participantKind } from '../../recording/participant/id.ts';
import { type SnippetValue, type SnippetValues, valuesOf, variablesOf } from '../values.ts';

/** The start, and what follows it, with the SDK for Python. */
export function pythonRecording(request: SnippetRequest): string {
  const values = valuesOf(request);
  const isEntra = request.signIn === 'entra';
  const { python, pythonIdentity } = packages;
  const install = [python, ...(isEntra ? [pythonIdentity] : [])].map(
    ({ name, version }) => `${name}==${version}`,
  );
  return joinLines([
    `# pip install ${install.join(' ')}`,
    '# COMMUNICATION_ENDPOINT: the endpoint of the Communication Services resource, without a slash at its end',
    isEntra ? undefined : '# COMMUNICATION_ACCESS_KEY: one of its access keys',
    variablesOf(values).map(({ variable, reason }) => `# ${variable}: ${reason}`),
    '',
    'import os',
    '',
    'from azure.communication.callautomation import (',
    indent(
      4,
      importsOf(values).map((name) => `${name},`),
    ),
    ')',
    isEntra
      ? 'from azure.identity import DefaultAzureCredential'
      : 'from azure.core.credentials import AzureKeyCredential',
    '',
    'client = CallAutomationClient(',
    indent(4, [
      'os.environ["COMMUNICATION_ENDPOINT"],',
      isEntra ? 'DefaultAzureCredential(),' : 'AzureKeyCredential(os.environ["COMMUNICATION_ACCESS_KEY"]),',
    ]),
    ')',
    '',
    'recording = client.start_recording(',
    indent(4, argumentsOf(request, values)),
    ')',
    'recording_id = recording.recording_id',
    'print("Started:", recording_id)',
    'print("State:", client.get_recording_properties(recording_id).recording_state)',
    '',
    request.pauseOnStart ? undefined : ['client.pause_recording(recording_id)', 'print("Paused")', ''],
    request.pauseOnStart ? '# It starts paused: nothing is recorded until it is resumed.' : undefined,
    'client.resume_recording(recording_id)',
    'print("Resumed")',
    '',
    'client.stop_recording(recording_id)',
    'print("Stopped")',
  ]);
}

function importsOf(values: SnippetValues): readonly string[] {
  const participants = [...values.order, ...values.affinity.map(({ participant }) => participant)];
  const names = [
    ...(values.container ? ['AzureBlobContainerRecordingStorage'] : ['AzureCommunicationsRecordingStorage']),
    'CallAutomationClient',
    ...(values.affinity.length > 0 ? ['ChannelAffinity'] : []),
    'RecordingChannel',
    'RecordingContent',
    'RecordingFormat',
    ...participants.map(classOf),
  ];
  return [...new Set(names)].sort();
}

function argumentsOf(request: SnippetRequest, values: SnippetValues): Lines {
  const { content, channel, format, pauseOnStart } = request;
  const callArgument = {
    serverCallId: 'server_call_id',
    callConnectionId: 'call_connection_id',
    groupCallId: 'group_call_id',
    roomId: 'room_id',
  }[request.call.kind];
  return [
    `${callArgument}=${expression(values.call)},`,
    `recording_content_type=RecordingContent.${content === 'audioVideo' ? 'AUDIO_VIDEO' : 'AUDIO'},`,
    `recording_channel_type=RecordingChannel.${channel.toUpperCase()},`,
    `recording_format_type=RecordingFormat.${format.toUpperCase()},`,
    values.container
      ? `recording_storage=AzureBlobContainerRecordingStorage(container_url=${expression(values.container)}),`
      : 'recording_storage=AzureCommunicationsRecordingStorage(),',
    `pause_on_start=${pauseOnStart ? 'True' : 'False'},`,
    values.callback && `recording_state_callback_url=${expression(values.callback)},`,
    values.order.length === 0
      ? undefined
      : [
          'audio_channel_participant_ordering=[',
          indent(
            4,
            values.order.map((participant) => `${identifier(participant)},`),
          ),
          '],',
        ],
    values.affinity.length === 0
      ? undefined
      : [
          'channel_affinity=[',
          indent(
            4,
            values.affinity.map(
              ({ channel: number, participant }) =>
                `ChannelAffinity(${identifier(participant)}, channel=${number}),`,
            ),
          ),
          '],',
        ],
  ];
}

function identifier(participant: SnippetValue): string {
  const text = participant.kind === 'literal' ? participant.text : '';
  const id =
    participantKind(text) === 'phoneNumber' ? pythonQuoted(text.slice('4:'.length)) : expression(participant);
  return `${classOf(participant)}(${id})`;
}

/** The SDK has no function that makes an identifier of a raw ID. */
function classOf(participant: SnippetValue): string {
  if (participant.kind === 'environment') return 'UnknownIdentifier';
  switch (participantKind(participant.text)) {
    case 'phoneNumber':
      return 'PhoneNumberIdentifier';
    case 'communicationUser':
      return 'CommunicationUserIdentifier';
    default:
      return 'UnknownIdentifier';
  }
}

function expression(value: SnippetValue): string {
  return value.kind === 'literal' ? pythonQuoted(value.text) : `os.environ[${pythonQuoted(value.variable)}]`;
}
