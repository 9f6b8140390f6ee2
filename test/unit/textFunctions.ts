import { globSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');

/** A function of the sources that takes one text. */
export interface TextFunction {
  /** `path/in/src.ts name` */
  readonly name: string;
  readonly run: (text: string) => unknown;
}

/** What is only ever called with less, as a limit before it holds; in UTF-16 units. */
export const limits: Readonly<Record<string, number>> = { 'base/secrets/spellings.ts spellingsOf': 4096 };

const declaration = /^export function (\w+)(?:<[^>]*>)?\(([^)]*)\)/gm;
/** Loading these does something, or they read files by the name that they are given. */
const notPure = /[/\\](?:program|commandLine|worker)\.ts$/;
/** What a first parameter is where a text, or the bytes of one, can come from outside. */
const isOutside = /^\w+: (?:string|unknown|string \| undefined|Uint8Array|Buffer)$/;
/** What is given for a parameter of a type. */
const givenFor: Readonly<Record<string, (text: string) => unknown>> = {
  string: (text) => text,
  unknown: (text) => text,
  'string | undefined': (text) => text,
  Uint8Array: (text) => Buffer.from(text, 'latin1'),
  Buffer: (text) => Buffer.from(text, 'latin1'),
  'readonly string[]': (text) => ['a secret that was sent', text.slice(0, 100)],
  number: () => 7,
  boolean: () => true,
  IncomingHttpHeaders: (text) => ({ 'content-type': text, 'aeg-event-type': text }),
  CallIds: (text) => ({ callId: text, serverCallId: text }),
  EventSchema: () => 'cloudEvents',
  HeaderReader: (text) => () => text,
};

/** A function of which it is not known what to call it with. */
export interface UncalledFunction {
  readonly name: string;
  readonly parameters: string;
}

/**
 * All exported functions that work without VS Code and can be called with a text, or its bytes, and what is made
 * up for the rest, found in the sources: one that is added is tried without being added to a list. What takes
 * anything is also tried with the value that a text is the JSON of.
 */
export async function textFunctions(): Promise<readonly TextFunction[]> {
  return (await outsideFunctions()).called;
}

/** {@link textFunctions}, and those for which a parameter would have to be made up. */
export async function outsideFunctions(): Promise<{
  readonly called: readonly TextFunction[];
  readonly uncalled: readonly UncalledFunction[];
}> {
  const called: TextFunction[] = [];
  const uncalled: UncalledFunction[] = [];
  for (const file of globSync('src/*/**/*.ts', { cwd: root }).sort()) {
    if (notPure.test(file)) continue;
    const declared = [...readFileSync(join(root, file), 'utf8').matchAll(declaration)].flatMap(
      ([, name = '', parameters = '']) => {
        const parts = partsOf(parameters);
        return isOutside.test(parts[0] ?? '') ? [{ name, parts }] : [];
      },
    );
    const module = declared.length > 0 ? await load(file) : undefined;
    for (const { name, parts } of module ? declared : []) {
      const run = module?.[name];
      if (typeof run !== 'function') continue;
      const path = `${relative('src', file).split(sep).join('/')} ${name}`;
      const makers = parts.filter((part) => !isOptional(part)).map(makerOf);
      const call = run as (...given: unknown[]) => unknown;
      if (makers.includes(undefined)) uncalled.push({ name: path, parameters: parts.join(', ') });
      else {
        called.push({ name: path, run: (text) => call(...makers.map((make) => make?.(text))) });
        if (typeOf(parts[0] ?? '') === 'unknown')
          called.push({
            name: `${path} of JSON`,
            run: (text) => call(json(text), ...makers.slice(1).map((make) => make?.(text))),
          });
      }
    }
  }
  return { called, uncalled };
}

/** Undefined for what needs VS Code. */
async function load(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return (await import(pathToFileURL(join(root, file)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (/[/\\](?:views|commands)[/\\]/.test(file) && String(error).includes("'vscode'")) return undefined;
    throw error;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function partsOf(parameters: string): string[] {
  return parameters
    .replace(/\s+/g, ' ')
    .split(/,\s*(?=\w+\??:|\{)/)
    .map((part) => part.trim().replace(/,$/, ''))
    .filter((part) => part !== '');
}

/** A folder is chosen by the user; what is written into it has names of others. */
function makerOf(part: string): ((text: string) => unknown) | undefined {
  return part === 'folder: string' ? () => join(root, 'out') : givenFor[typeOf(part)];
}

function typeOf(part: string): string {
  return part.replace(/^\w+: /, '');
}

function isOptional(part: string): boolean {
  return /^\w+\?:/.test(part) || part.includes(' = ');
}
