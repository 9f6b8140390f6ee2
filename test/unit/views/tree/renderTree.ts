import type { TreeNode } from '../../../../src/views/tree/node.ts';
import type { RowKnowledge } from '../../../../src/views/tree/recordingRow.ts';
import { describe as describeRow } from '../../../../src/views/tree/row.ts';
import type { TreeModel } from '../../../../src/views/tree/model.ts';

const now = new Date('2026-11-20T18:00:00Z');

/** The tree as text: icon, label, description and context of each row, two spaces a level. */
export async function renderTree(
  model: TreeModel,
  opens: (node: TreeNode) => boolean = () => true,
  node?: TreeNode,
  depth = 0,
): Promise<string> {
  const lines: string[] = [];
  for (const child of await model.children(node)) {
    const { starts } = model;
    const known: RowKnowledge = {
      timeOf: (recording) => starts.timeOf(recording),
      factsOf: (recording) => starts.factsOf(child.container.id, recording),
    };
    const row = describeRow(child, known, now);
    const text = [`(${row.icon})`, row.label, row.description && `— ${row.description}`, `[${row.context}]`];
    lines.push('  '.repeat(depth) + text.filter(Boolean).join(' '));
    if (row.expands !== 'no' && opens(child)) {
      lines.push(...(await renderTree(model, opens, child, depth + 1)).split('\n').filter(Boolean));
    }
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}
