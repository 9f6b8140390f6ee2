import * as l10n from '@vscode/l10n';
import { sectionTitle, stateText, worstState } from '../../setup/checks/checklist.ts';
import type { Line, LineState, MendKind, SectionId } from '../../setup/checks/line.ts';
import { writtenText } from '../../setup/report.ts';
import type { KeptMend } from './unfinished.ts';

/** A row of the Setup view. */
export type SetupNode =
  | {
      readonly kind: 'pair';
      readonly resource: string;
      readonly container: string;
      /** Whether a resource or a container is not connected, so that only half of the way is checked. */
      readonly isHalf: boolean;
      /** False while it is being checked. */
      readonly isComplete: boolean;
      readonly lines: readonly Line[];
      readonly unfinished: readonly KeptMend[];
      readonly ids: PlaceIds;
    }
  | { readonly kind: 'unfinished'; readonly mend: KeptMend; readonly isComplete: boolean }
  | {
      readonly kind: 'section';
      readonly section: SectionId;
      readonly isComplete: boolean;
      readonly lines: readonly Line[];
      readonly ids: PlaceIds;
    }
  | { readonly kind: 'line'; readonly line: Line; readonly isComplete: boolean; readonly ids: PlaceIds }
  | { readonly kind: 'detail'; readonly icon: string; readonly text: string };

/** IDs of the resource and of the storage account, where they are known. */
export type PlaceIds = Readonly<Partial<Record<'resource' | 'account', string>>>;

const setupKinds: readonly string[] = [
  'pair',
  'unfinished',
  'section',
  'line',
  'detail',
] satisfies readonly SetupNode['kind'][];

/** True for a row of the Setup view, among those of other views. */
export function isSetupNode(node: { readonly kind: string }): node is SetupNode {
  return setupKinds.includes(node.kind);
}

/** The ID of what a row is about. */
export function placeIdOf(node: SetupNode): string | undefined {
  if (node.kind !== 'section' && node.kind !== 'line') return undefined;
  const place = placeOf[node.kind === 'line' ? node.line.section : node.section];
  return place === undefined ? undefined : node.ids[place];
}

const placeOf: Readonly<Record<SectionId, keyof PlaceIds | undefined>> = {
  signIn: undefined,
  resource: 'resource',
  role: 'account',
  account: 'account',
  container: 'account',
  you: 'account',
  retention: 'account',
  events: 'resource',
  diagnostics: 'resource',
  clock: undefined,
  local: undefined,
};

/** What a row shows, without VS Code. */
export interface SetupRow {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
  readonly color?: string;
  readonly context: string;
  readonly expands: 'no' | 'collapsed' | 'expanded';
  /** What a screen reader says. */
  readonly spoken: string;
}

const icons: Readonly<Record<LineState, readonly [icon: string, color?: string]>> = {
  passed: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  warning: ['warning', 'list.warningForeground'],
  unknown: ['question', 'descriptionForeground'],
  notApplicable: ['circle-slash', 'descriptionForeground'],
  checking: ['loading~spin'],
};

/** The rows below one; without one, the pair that was checked. */
export function rowsBelow(node: SetupNode): readonly SetupNode[] {
  switch (node.kind) {
    case 'pair': {
      const { ids, isComplete } = node;
      const sections = [...new Set(node.lines.map(({ section }) => section))];
      return [
        ...node.unfinished.map((mend) => ({ kind: 'unfinished' as const, mend, isComplete })),
        ...sections.map((section) => ({
          kind: 'section' as const,
          section,
          lines: node.lines.filter((line) => line.section === section),
          ...{ ids, isComplete },
        })),
      ];
    }
    case 'unfinished': {
      const { done, why, written } = node.mend;
      return [
        ...done.map((text) => ({ kind: 'detail' as const, icon: 'check', text })),
        { kind: 'detail', icon: written === 'no' ? 'x' : 'question', text: writtenText(node.mend) },
        { kind: 'detail', icon: 'info', text: why },
      ];
    }
    case 'section': {
      const { ids, isComplete } = node;
      return node.lines.map((line) => ({ kind: 'line', line, ids, isComplete }));
    }
    case 'line': {
      const { why, next, details = [] } = node.line;
      return [
        ...details.map((text) => ({ kind: 'detail' as const, icon: 'dash', text })),
        { kind: 'detail', icon: 'info', text: why },
        ...(next === undefined ? [] : [{ kind: 'detail' as const, icon: 'lightbulb', text: next }]),
      ];
    }
    case 'detail':
      return [];
  }
}

/** What a row shows. */
export function describeSetup(node: SetupNode): SetupRow {
  switch (node.kind) {
    case 'pair':
      return {
        label: l10n.t('{0} → {1}', node.resource, node.container),
        description: summary(node),
        ...iconOf(node.isHalf && worstState(node.lines) === 'passed' ? 'unknown' : worstState(node.lines)),
        context: 'pair',
        expands: 'expanded',
        spoken: l10n.t('{0} to {1}: {2}', node.resource, node.container, summary(node)),
      };
    case 'unfinished': {
      const { title, why, kind } = node.mend;
      return {
        label: l10n.t('Half done: {0}', title),
        description: why,
        tooltip: `${title}\n\n${why}`,
        ...iconOf('warning'),
        context: mendContext(kind, node),
        expands: 'expanded',
        spoken: l10n.t('Half done: {0}. {1}', title, why),
      };
    }
    case 'section': {
      const state = worstState(node.lines);
      const title = sectionTitle(node.section);
      return {
        label: title,
        ...iconOf(state),
        context: `section${portalMark(node)}`,
        expands: state === 'passed' ? 'collapsed' : 'expanded',
        spoken: l10n.t('{0}: {1}', title, stateText(state)),
      };
    }
    case 'line': {
      const { label, seen, state, mend, why, next = '' } = node.line;
      return {
        label,
        description: seen,
        tooltip: [`${label}: ${stateText(state)}`, seen, why, next]
          .filter((part) => part !== '')
          .join('\n\n'),
        ...iconOf(state),
        context: `${mendContext(mend, node)}${portalMark(node)}`,
        expands: 'collapsed',
        spoken: l10n.t('{0}: {1}. {2}', label, stateText(state), seen),
      };
    }
    case 'detail':
      return {
        label: node.text,
        tooltip: node.text,
        icon: node.icon,
        context: 'detail',
        expands: 'no',
        spoken: node.text,
      };
  }
}

/** While the rows are still drawn anew, VS Code may lose the one that is pressed: nothing is offered to fix until then. */
function mendContext(mend: MendKind | undefined, { isComplete }: { readonly isComplete: boolean }): string {
  return mend === undefined || !isComplete ? 'line' : `line.mend.${mend}`;
}

function portalMark(node: SetupNode): string {
  return placeIdOf(node) === undefined ? '' : '.portal';
}

function iconOf(state: LineState): { icon: string; color?: string } {
  const [icon, color] = icons[state];
  return color === undefined ? { icon } : { icon, color };
}

function summary({ lines, unfinished, isHalf, isComplete }: Extract<SetupNode, { kind: 'pair' }>): string {
  const count = (state: LineState): number => lines.filter((line) => line.state === state).length;
  if (!isComplete)
    return l10n.t('checking, {0} of {1} lines known', lines.length - count('checking'), lines.length);
  const parts = [
    [unfinished.length, (n: number) => l10n.t('{0} half done', n)],
    [count('failed'), (n: number) => l10n.t('{0} failed', n)],
    [count('warning'), (n: number) => l10n.t('{0} warnings', n)],
    [count('unknown'), (n: number) => l10n.t('{0} unknown', n)],
  ] as const;
  const bad = parts.flatMap(([n, text]) => (n > 0 ? [text(n)] : []));
  if (bad.length > 0) return bad.join(', ');
  return isHalf ? l10n.t('passed; the other side is not connected') : l10n.t('all passed');
}
