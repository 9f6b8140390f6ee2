import type { JsonObject } from '../fields.ts';
import { decodeUrlPart } from '../../../base/text/urlPart.ts';

/** Headers of HTTP by any spelling of their names. */
export type HttpHeaders = Readonly<Record<string, unknown>>;

const attributePrefix = 'ce-';

/**
 * The CloudEvent that a request in binary mode stands for: its attributes are headers, its data is the body.
 * @returns undefined where the headers are not those of an event
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function binaryModeEvent(headers: HttpHeaders, data: unknown): JsonObject | undefined {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower.startsWith(attributePrefix) && typeof value === 'string') {
      attributes[lower.slice(attributePrefix.length)] = decodeUrlPart(value);
    }
  }
  if (attributes['specversion'] === undefined || attributes['type'] === undefined) return undefined;
  return { ...attributes, data };
}
