import { ciSuite } from './ci/suite.ts';
import { azSuite } from './az/suite.ts';
import { csharpSuite } from './csharp/suite.ts';
import { javaSuite } from './java/suite.ts';
import { javaSnippetSuite } from './java/snippets.ts';
import { javascriptSuite } from './javascript/suite.ts';
import { pythonSuite } from './python/suite.ts';
import { snippetSuites } from './snippets/recordings.ts';
import { webhookSuites } from './snippets/webhooks.ts';
import type { Suite } from './suite.ts';

/** What `npm run test:clients` runs, in this order. */
export const suites: readonly Suite[] = [
  pythonSuite('Python: azure-communication-callautomation', 'test_recording.py'),
  pythonSuite('Python: azure-eventgrid and azure-storage-queue', 'test_receiving.py'),
  javascriptSuite,
  javaSuite,
  ...snippetSuites,
  ...webhookSuites,
  javaSnippetSuite,
  csharpSuite,
  ciSuite,
  azSuite,
];
