import { csharpRecording } from './recording/csharp.ts';
import { csharpWebhook } from './webhook/csharp.ts';
import { curlRecording } from './recording/curl.ts';
import { javaRecording } from './recording/java.ts';
import { javaWebhook } from './webhook/java.ts';
import { scriptRecording } from './recording/javascript.ts';
import { scriptWebhook } from './webhook/javascript.ts';
import { pythonRecording } from './recording/python.ts';
import { pythonWebhook } from './webhook/python.ts';
import type { SnippetRequest } from './request.ts';

/** The languages that there is code in, in the order in which they are offered. */
export const snippetLanguages = ['csharp', 'java', 'javascript', 'typescript', 'python', 'curl'] as const;
export type SnippetLanguage = (typeof snippetLanguages)[number];

/** Languages with a webhook: what waits for requests cannot be written with curl. */
export const webhookLanguages = snippetLanguages.filter((language) => language !== 'curl');
export type WebhookLanguage = Exclude<SnippetLanguage, 'curl'>;

/** A program that starts the recording and steers it to its end. It holds no secret. */
export function recordingSnippet(request: SnippetRequest, language: SnippetLanguage): string {
  switch (language) {
    case 'csharp':
      return csharpRecording(request);
    case 'java':
      return javaRecording(request);
    case 'javascript':
    case 'typescript':
      return scriptRecording(request, language);
    case 'python':
      return pythonRecording(request);
    case 'curl':
      return curlRecording(request);
  }
}

/** A program that receives `RecordingFileStatusUpdated` in both schemas, with the handshake of each. */
export function webhookSnippet(language: WebhookLanguage): string {
  switch (language) {
    case 'csharp':
      return csharpWebhook;
    case 'java':
      return javaWebhook;
    case 'javascript':
    case 'typescript':
      return scriptWebhook(language);
    case 'python':
      return pythonWebhook;
  }
}
