import type { Container } from '../../../src/storage/container.ts';
import type { ActiveContext, ActiveRow } from '../../../src/views/active/row.ts';
import type { ActiveViewRow } from '../../../src/views/active/row.ts';
import type { EventNode } from '../../../src/views/events/node.ts';
import type { SetupNode } from '../../../src/views/setup/row.ts';
import type { MessageNode, MoreNode, TreeNode } from '../../../src/views/tree/node.ts';
import type { FileKind } from '../../../src/views/tree/recordingRow.ts';

/** The kinds of some nodes; where a kind comes in variants, each of them. */
type KindOf<Node extends { readonly kind: string }, Variants extends Partial<Record<Node['kind'], string>>> =
  | Exclude<Node['kind'], keyof Variants>
  | { [K in keyof Variants & string]: `${K}.${Variants[K] & string}` }[keyof Variants & string];

interface TreeVariants {
  readonly container: Container['kind'];
  readonly file: FileKind;
  readonly more: MoreNode['what'];
  readonly message: MessageNode['message'];
}

interface EventVariants {
  readonly wayToReceive: Extract<EventNode, { readonly kind: 'wayToReceive' }>['way'];
}

/** Every kind of row that the sources know, after the name of its view. */
export type Kind =
  | `Recordings/${KindOf<TreeNode, Pick<TreeVariants, keyof TreeVariants>>}`
  | `Active Recordings/${ActiveContext | Exclude<ActiveViewRow, ActiveRow>['kind']}`
  | `Events/${KindOf<EventNode, Pick<EventVariants, keyof EventVariants>>}`
  | `Setup/${SetupNode['kind']}`;

/** Where each kind is tried: with a kind more in the sources, this does not compile until it is here. */
export const kinds: Readonly<Record<Kind, 'here' | `elsewhere: ${string}`>> = {
  'Recordings/container.samples': 'here',
  'Recordings/container.folder': 'here',
  'Recordings/container.blob': 'here',
  'Recordings/date': 'here',
  'Recordings/call': 'here',
  'Recordings/recording': 'here',
  'Recordings/file.metadata': 'here',
  'Recordings/file.media': 'here',
  'Recordings/file.other': 'here',
  'Recordings/otherFiles': 'here',
  'Recordings/folder': 'here',
  'Recordings/more.calls': 'here',
  'Recordings/more.files': 'here',
  'Recordings/problem': 'here',
  'Recordings/message.noDates': 'here',
  'Recordings/message.noMatch': 'here',
  'Recordings/message.noCalls': 'here',
  'Recordings/message.emptyFolder': 'here',
  'Recordings/message.unreadable': 'here',
  'Recordings/message.loading': 'elsewhere: it is there only while a request is under way',
  'Recordings/message.searching': 'elsewhere: it is there only while a call ID is searched for',
  'Active Recordings/active.recording': 'here',
  'Active Recordings/active.paused': 'here',
  'Active Recordings/active.ended.landed': 'here',
  'Active Recordings/active.ended.missing': 'here',
  'Active Recordings/active.ended.acs': 'here',
  'Active Recordings/active.unknown': 'elsewhere: in the unit test of the row',
  'Active Recordings/active.ended.waiting': 'elsewhere: in the unit test of the row',
  'Active Recordings/active.ended': 'elsewhere: in the unit test of the row',
  'Active Recordings/localService': 'here',
  'Active Recordings/fault': 'here',
  'Events/listener': 'here',
  'Events/queue': 'here',
  'Events/received': 'here',
  'Events/receivedEvent': 'here',
  'Events/moreReceived': 'here',
  'Events/wayToReceive.listener': 'here',
  'Events/wayToReceive.queue': 'here',
  'Events/deliveries': 'here',
  'Events/delivery': 'here',
  'Events/samples': 'here',
  'Events/sampleGroup': 'here',
  'Events/sample': 'here',
  'Setup/pair': 'here',
  'Setup/section': 'here',
  'Setup/line': 'here',
  'Setup/detail': 'here',
  'Setup/unfinished': 'elsewhere: in `setup.test.ts`, where a person lacks a right',
};
