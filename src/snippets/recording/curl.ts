import { indent, joinLines, shellQuoted } from '../code.ts';
import { apiVersion } from '../packages.ts';
import { participantKind } from '../../recording/participant/id.ts';
import type { SnippetRequest } from '../request.ts';
import { type SnippetValue, type SnippetValues, valuesOf, variablesOf } from '../values.ts';

/** The start, and what follows it, as REST calls of a Bash script. */
export function curlRecording(request: SnippetRequest): string {
  const values = valuesOf(request);
  const isEntra = request.signIn === 'entra';
  return joinLines([
    '#!/usr/bin/env bash',
    `# Needs Bash, curl, openssl${isEntra ? ' and the Azure CLI, signed in' : ''}. REST API ${apiVersion}.`,
    '# COMMUNICATION_ENDPOINT: the endpoint of the Communication Services resource',
    isEntra ? undefined : '# COMMUNICATION_ACCESS_KEY: one of its access keys',
    variablesOf(values).map(({ variable, reason }) => `# ${variable}: ${reason}`),
    'set -euo pipefail',
    '',
    'endpoint=${COMMUNICATION_ENDPOINT%/}',
    `version='api-version=${apiVersion}'`,
    isEntra ? entraSend : signedSend,
    '',
    `body=${bodyOf(request, values)}`,
    '# The same request ID makes a repeated start the same start.',
    "request_id=$(openssl rand -hex 16 | sed 's/^\\(.\\{8\\}\\)\\(.\\{4\\}\\)\\(.\\{4\\}\\)\\(.\\{4\\}\\)/\\1-\\2-\\3-\\4-/')",
    'answer=$(send POST "/calling/recordings?$version" "$body" \\',
    indent(2, [
      '-H "Repeatability-Request-ID: $request_id" \\',
      `-H "Repeatability-First-Sent: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')")`,
    ]),
    `recording_id=$(printf '%s' "$answer" | sed -n 's/.*"recordingId" *: *"\\([^"]*\\)".*/\\1/p')`,
    'echo "Started: $recording_id"',
    'echo "State: $(send GET "/calling/recordings/$recording_id?$version")"',
    '',
    request.pauseOnStart
      ? '# It starts paused: nothing is recorded until it is resumed.'
      : ['send POST "/calling/recordings/$recording_id:pause?$version"', 'echo Paused', ''],
    'send POST "/calling/recordings/$recording_id:resume?$version"',
    'echo Resumed',
    '',
    'send DELETE "/calling/recordings/$recording_id?$version"',
    'echo Stopped',
  ]);
}

const post = `[[ $method == POST ]] && data=(-H 'Content-Type: application/json' --data-binary "$body")`;

const signedSend = [
  'host=${endpoint#*://}',
  `key=$(printf '%s' "$COMMUNICATION_ACCESS_KEY" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
  '',
  '# Sends a request that is signed with the access key: METHOD PATH [BODY] [further arguments of curl]',
  'send() {',
  indent(2, [
    'local method=$1 path=$2 body=${3-} date hash signature data=()',
    'shift $(( $# < 3 ? $# : 3 ))',
    post,
    `date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')`,
    `hash=$(printf '%s' "$body" | openssl dgst -sha256 -binary | openssl base64 -A)`,
    `signature=$(printf '%s\\n%s\\n%s' "$method" "$path" "$date;$host;$hash" |`,
    '  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)',
    'curl --silent --show-error --fail-with-body --request "$method" "$endpoint$path" \\',
    indent(2, [
      '-H "x-ms-date: $date" -H "x-ms-content-sha256: $hash" \\',
      '-H "Authorization: HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=$signature" \\',
      '${data[@]+"${data[@]}"} "$@"',
    ]),
  ]),
  '}',
];

const entraSend = [
  'token=$(az account get-access-token --resource https://communication.azure.com --query accessToken --output tsv)',
  '',
  '# Sends a request with the token: METHOD PATH [BODY] [further arguments of curl]',
  'send() {',
  indent(2, [
    'local method=$1 path=$2 body=${3-} data=()',
    'shift $(( $# < 3 ? $# : 3 ))',
    post,
    'curl --silent --show-error --fail-with-body --request "$method" "$endpoint$path" \\',
    indent(2, ['-H "Authorization: Bearer $token" ${data[@]+"${data[@]}"} "$@"']),
  ]),
  '}',
];

/** The JSON in single quotes, with variables of the environment between. */
function bodyOf(request: SnippetRequest, values: SnippetValues): string {
  const variables: string[] = [];
  // Stands for a variable until all of it is quoted; no value holds control characters.
  const text = (value: SnippetValue) => {
    if (value.kind === 'literal') return value.text;
    variables.push(value.variable);
    return `\u0001${variables.length - 1}\u0001`;
  };
  const json = JSON.stringify(wireBody(request, values, text), null, 2);
  return shellQuoted(json).replace(
    /\\u0001(\d+)\\u0001/g,
    (_match, index: string) => `'"\${${variables[Number(index)] ?? ''}:?is not set}"'`,
  );
}

function wireBody(
  { call, content, channel, format, pauseOnStart }: SnippetRequest,
  values: SnippetValues,
  text: (value: SnippetValue) => string,
): object {
  const { container, callback, order, affinity } = values;
  return {
    ...(call.kind === 'callConnectionId'
      ? { callConnectionId: text(values.call) }
      : { callLocator: { kind: locatorKinds[call.kind], [call.kind]: text(values.call) } }),
    recordingContentType: content,
    recordingChannelType: channel,
    recordingFormatType: format,
    externalStorage: container
      ? { recordingStorageKind: 'azureBlobStorage', recordingDestinationContainerUrl: text(container) }
      : { recordingStorageKind: 'azureCommunicationServices' },
    pauseOnStart,
    ...(callback && { recordingStateCallbackUri: text(callback) }),
    ...(order.length > 0 && {
      audioChannelParticipantOrdering: order.map((participant) => identifier(participant, text)),
    }),
    ...(affinity.length > 0 && {
      channelAffinity: affinity.map(({ channel: number, participant }) => ({
        channel: number,
        participant: identifier(participant, text),
      })),
    }),
  };
}

const locatorKinds = {
  serverCallId: 'serverCallLocator',
  groupCallId: 'groupCallLocator',
  roomId: 'roomCallLocator',
} as const;

/** An identifier as the service reads it: the raw ID and, where it is known, what it stands for. */
function identifier(participant: SnippetValue, text: (value: SnippetValue) => string): object {
  const rawId = text(participant);
  const kind = participant.kind === 'literal' ? participantKind(participant.text) : 'unknown';
  switch (kind) {
    case 'communicationUser':
      return { kind, rawId, communicationUser: { id: rawId } };
    case 'phoneNumber':
      return { kind, rawId, phoneNumber: { value: rawId.slice('4:'.length) } };
    default:
      return { rawId };
  }
}
