import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { withVersion } from '../management/apiVersions.ts';
import type { WriteRequest } from './plan.ts';

/** An argument of a POSIX shell; bare where nothing in it is special. */
export function shellText(text: string): string {
  return /^[\w./:@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command of Azure CLI, with each argument quoted, over several lines where it is long. */
export function azCommand(
  verb: string,
  options: Readonly<Record<string, string | readonly string[]>>,
): string {
  const parts = Object.entries(options).map(
    ([name, value]) =>
      `--${name} ${[value]
        .flat()
        .map((one) => shellText(one))
        .join(' ')}`,
  );
  return [`az ${verb}`, ...parts].join(' \\\n  ');
}

/** The same request as Azure CLI sends it; needs no extension of the CLI. */
export function azRest({
  method,
  path,
  version,
  body,
}: Omit<WriteRequest, 'method'> & { readonly method: WriteRequest['method'] | 'GET' }): string {
  return azCommand('rest', {
    method: method.toLowerCase(),
    url: withVersion(path, version),
    ...withoutUndefined({ body: body === undefined ? undefined : JSON.stringify(body) }),
  });
}
