import type { CurrentRepository } from '../currentRepository';
import { StatusTree } from '../statusTree';
import { assemblyItem, assemblyTooltip } from './items';
import { assemblyNodes } from './nodes';
import type { AssemblyNode } from './nodes';

/** The tree of role branches, each with what it is assembled from, below what is alarming. */
export function showAssembly(repository: CurrentRepository): StatusTree<AssemblyNode> {
  return new StatusTree(repository, {
    id: 'moodleRelease.assembly',
    roots: assemblyNodes,
    item: assemblyItem,
    tooltip: assemblyTooltip,
  });
}
