import type { PdfDocument } from './document.ts';
import type { DeadMember } from './page-map.ts';
import { NO_PAGES } from './page-sets.ts';
import { IN_OBJECT_STREAM } from './xref-entries.ts';

/** Members of the object streams that pages need (`setOf` by slot) which are not the object of their number. */
export function deadMembers(document: PdfDocument, setOf: Int32Array): DeadMember[] {
  const { entries } = document;
  const dead: DeadMember[] = [];
  const containers = new Set<number>();
  for (let slot = 0; slot < entries.size; slot++) {
    if (entries.kinds[slot] !== IN_OBJECT_STREAM) continue;
    const container = entries.places[slot] as number;
    const holder = entries.slotOf(container);
    if (holder >= 0 && setOf[holder] !== NO_PAGES) containers.add(container);
  }
  for (const container of [...containers].sort((a, b) => a - b)) {
    document.limits.checkpoint();
    for (const [index, number] of (document.objectStream(container)?.numbers ?? []).entries()) {
      if (!isLive(document, container, number, index)) dead.push({ container, index });
    }
  }
  return dead;
}

function isLive(document: PdfDocument, container: number, number: number, index: number): boolean {
  const { entries } = document;
  const slot = entries.slotOf(number);
  if (slot < 0 || entries.kinds[slot] !== IN_OBJECT_STREAM || entries.places[slot] !== container)
    return false;
  return document.objectStream(container)?.placeOf(number, entries.minors[slot] as number) === index;
}
