import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import type { AssemblyNode } from './nodes';

const dragged = 'application/vnd.code.tree.moodlerelease.assembly';

/** Entries of a list are dragged to another place in it. */
export const dragging: vscode.TreeDragAndDropController<AssemblyNode> = {
  dragMimeTypes: [dragged],
  dropMimeTypes: [dragged],
  handleDrag(nodes, transfer) {
    const entries = nodes.filter(({ kind }) => kind === 'entry');
    if (entries.length > 0) transfer.set(dragged, new vscode.DataTransferItem(entries));
  },
  async handleDrop(target, transfer) {
    const nodes: unknown = transfer.get(dragged)?.value;
    if (target?.kind !== 'entry' || !Array.isArray(nodes)) return;
    const command: CommandId = 'moodleRelease.moveTo';
    await vscode.commands.executeCommand(command, nodes[0], nodes, target);
  },
};
