import { type Lines, indent, joinLines, quoted } from '../code.ts';
import { packages } from '../packages.ts';
import type { SnippetRequest } from '../request.ts';
import { type SnippetValue, type SnippetValues, valuesOf, variablesOf } from '../values.ts';

export type ScriptLanguage = 'javascript' | 'typescript';

/** The start, and what follows it, with the SDK for JavaScript: an ES module. */
export function scriptRecording(request: SnippetRequest, language: ScriptLanguage): string {
  const values = valuesOf(request);
  const isEntra = request.signIn === 'entra';
  const usesParticipants = values.order.length + values.affinity.length > 0;
  const isTyped = language === 'typescript';
  const { javascript, javascriptCommon, javascriptIdentity } = packages;
  const install = [
    javascript,
    ...(usesParticipants ? [javascriptCommon] : []),
    ...(isEntra ? [javascriptIdentity] : []),
  ].map(({ name, version }) => `${name}@${version}`);
  const local = request.isLocal ? ', { allowInsecureConnection: true }' : '';
  return joinLines([
    `// npm install ${install.join(' ')}`,
    isTyped
      ? '// An ES module: package.json says "type": "module", or the file ends in .mts.'
      : '// An ES module: package.json says "type": "module", or the file ends in .mjs.',
    '// COMMUNICATION_ENDPOINT: the endpoint of the Communication Services resource',
    isEntra ? undefined : '// COMMUNICATION_ACCESS_KEY: one of its access keys',
    variablesOf(values).map(({ variable, reason }) => `// ${variable}: ${reason}`),
    '',
    isTyped
      ? 'import { CallAutomationClient, type StartRecordingOptions } from "@azure/communication-call-automation";'
      : 'import { CallAutomationClient } from "@azure/communication-call-automation";',
    usesParticipants ? 'import { createIdentifierFromRawId } from "@azure/communication-common";' : undefined,
    isEntra ? 'import { DefaultAzureCredential } from "@azure/identity";' : undefined,
    '',
    'const endpoint = required("COMMUNICATION_ENDPOINT");',
    isEntra
      ? `const client = new CallAutomationClient(endpoint, new DefaultAzureCredential()${local});`
      : [
          'const accessKey = required("COMMUNICATION_ACCESS_KEY");',
          `const client = new CallAutomationClient(\`endpoint=\${endpoint};accesskey=\${accessKey}\`${local});`,
        ],
    'const recordings = client.getCallRecording();',
    '',
    isTyped ? 'const options: StartRecordingOptions = {' : 'const options = {',
    indent(2, optionsOf(request, values)),
    '};',
    'const { recordingId } = await recordings.start(options);',
    isTyped
      ? 'if (recordingId === undefined) throw new Error("The answer has no recording ID.");'
      : undefined,
    'console.log("Started:", recordingId);',
    'console.log("State:", (await recordings.getState(recordingId)).recordingState);',
    '',
    request.pauseOnStart ? undefined : ['await recordings.pause(recordingId);', 'console.log("Paused");', ''],
    request.pauseOnStart ? '// It starts paused: nothing is recorded until it is resumed.' : undefined,
    'await recordings.resume(recordingId);',
    'console.log("Resumed");',
    '',
    'await recordings.stop(recordingId);',
    'console.log("Stopped");',
    '',
    isTyped ? 'function required(name: string): string {' : 'function required(name) {',
    indent(2, [
      'const value = process.env[name];',
      'if (!value) throw new Error(`${name} is not set.`);',
      'return value;',
    ]),
    '}',
  ]);
}

function optionsOf(request: SnippetRequest, values: SnippetValues): Lines {
  const { call, content, channel, format, pauseOnStart } = request;
  return [
    call.kind === 'callConnectionId'
      ? `callConnectionId: ${expression(values.call)},`
      : `callLocator: { kind: "${locatorKinds[call.kind]}", id: ${expression(values.call)} },`,
    `recordingContent: "${content}",`,
    `recordingChannel: "${channel}",`,
    `recordingFormat: "${format}",`,
    values.container
      ? [
          'recordingStorage: {',
          indent(2, [
            'recordingStorageKind: "azureBlobStorage",',
            `recordingDestinationContainerUrl: ${expression(values.container)},`,
          ]),
          '},',
        ]
      : 'recordingStorage: { recordingStorageKind: "azureCommunicationServices" },',
    `pauseOnStart: ${pauseOnStart},`,
    values.callback && `recordingStateCallbackEndpointUrl: ${expression(values.callback)},`,
    values.order.length === 0
      ? undefined
      : [
          'audioChannelParticipantOrdering: [',
          indent(
            2,
            values.order.map((participant) => `createIdentifierFromRawId(${expression(participant)}),`),
          ),
          '],',
        ],
    values.affinity.length === 0
      ? undefined
      : [
          'channelAffinity: [',
          indent(
            2,
            values.affinity.map(
              ({ channel: number, participant }) =>
                `{ channel: ${number}, targetParticipant: createIdentifierFromRawId(${expression(participant)}) },`,
            ),
          ),
          '],',
        ],
  ];
}

const locatorKinds = {
  serverCallId: 'serverCallLocator',
  groupCallId: 'groupCallLocator',
  roomId: 'roomCallLocator',
} as const;

function expression(value: SnippetValue): string {
  return value.kind === 'literal' ? quoted(value.text) : `required(${quoted(value.variable)})`;
}
