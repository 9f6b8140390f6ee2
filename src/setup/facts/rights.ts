import type { DenyAssignment, Permission } from './roles.ts';

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/** What the service needs to write a recording, as the built-in role has it. */
const neededDataActions: readonly string[] = [`${blobs}/read`, `${blobs}/write`, `${blobs}/add/action`];

/** The principal that stands for everyone in a deny assignment. */
const everyone = '00000000-0000-0000-0000-000000000000';

/** True where a pattern such as `Microsoft.Storage/*&#47;read` covers an action. `*` stands for any characters. */
function covers(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = rest.at(-1) ?? '';
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

const any = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) => covers(pattern, action));

/** True where one of the permissions allows a management action. */
export function allowsAction(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => any(actions, action) && !any(notActions, action));
}

/** The needed data actions that no permission allows. */
export function missingDataActions(permissions: readonly Permission[]): readonly string[] {
  return neededDataActions.filter(
    (action) =>
      !permissions.some(
        ({ dataActions, notDataActions }) => any(dataActions, action) && !any(notDataActions, action),
      ),
  );
}

/** True where a deny assignment takes one of the needed data actions from a principal. */
export function denies(deny: DenyAssignment, principalId: string): boolean {
  const has = (ids: readonly string[]): boolean =>
    ids.some((id) => id.toLowerCase() === principalId.toLowerCase() || id === everyone);
  if (!has(deny.principals) || deny.excluded.some((id) => id.toLowerCase() === principalId.toLowerCase()))
    return false;
  return missingDataActions(deny.permissions).length < neededDataActions.length;
}
