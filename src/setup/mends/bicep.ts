import type { Json } from '../management/fields.ts';

/** One resource of a Bicep file. */
export interface BicepResource {
  /** Its name within the file. */
  readonly symbol: string;
  readonly type: string;
  readonly version: string;
  readonly name: string;
  /** Is there already and is only referred to. */
  readonly existing?: boolean;
  /** Symbol of the resource that it is a child of. */
  readonly parent?: string;
  /** Symbol of the resource that it extends. */
  readonly scope?: string;
  readonly body?: Json;
}

/**
 * A Bicep file. Every text is a literal: nothing in a name can become an expression.
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/file
 */
export function bicepText(resources: readonly BicepResource[]): string {
  return `${resources.map(resourceText).join('\n\n')}\n`;
}

function resourceText({
  symbol,
  type,
  version,
  name,
  existing,
  parent,
  scope,
  body = {},
}: BicepResource): string {
  const lines = [
    ...(parent === undefined ? [] : [`  parent: ${parent}`]),
    ...(scope === undefined ? [] : [`  scope: ${scope}`]),
    `  name: ${literal(name)}`,
    ...Object.entries(body).map(([key, value]) => `  ${keyText(key)}: ${valueText(value, 1)}`),
  ];
  return `resource ${symbol} ${literal(`${type}@${version}`)} ${existing ? 'existing ' : ''}= {\n${lines.join('\n')}\n}`;
}

function valueText(value: unknown, depth: number): string {
  const [inner, outer] = ['  '.repeat(depth + 1), '  '.repeat(depth)];
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return literal(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((one) => inner + valueText(one, depth + 1)).join('\n')}\n${outer}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, one]) => `${inner}${keyText(key)}: ${valueText(one, depth + 1)}`);
  return `{\n${lines.join('\n')}\n${outer}}`;
}

function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : literal(key);
}

/** A text in single quotes; `${` would begin an expression. */
function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}
