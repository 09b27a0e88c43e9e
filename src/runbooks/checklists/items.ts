import { quoted } from '../../config/mistake.ts';
import type { Finding } from '../../config/problem.ts';
import type { Piece } from '../format/markdown.ts';
import { MOST_ITEMS, type Checklist, type ChecklistItem } from './checklist.ts';

interface OpenItem extends Omit<ChecklistItem, 'text'> {
  readonly texts: string[];
}

interface About {
  /** The checklist's, which may stand as a heading above. */
  readonly title: string;
  /** What to point at where there is nothing. */
  readonly bodyAt: number;
}

/** Reads what stands under the front matter: an introduction, and items. What is wrong goes to `findings`. */
export function readItems(
  pieces: readonly Piece[],
  { title, bodyAt }: About,
  findings: Finding[],
): Pick<Checklist, 'intro' | 'items'> {
  const intro: string[] = [];
  const items: OpenItem[] = [];
  const refuse = (offset: number, message: string, hint: string): void => {
    findings.push({ severity: 'error', kind: 'invalid-value', offset, message, hint });
  };
  for (const piece of pieces) {
    if (piece.kind !== 'heading') {
      (items.at(-1)?.texts ?? intro).push(piece.raw.trim());
    } else if (piece.level === 2) {
      items.push(itemIn(piece, items.length + 1, refuse));
    } else if (piece.level !== 1 || items.length > 0 || piece.text !== title) {
      const message = `the heading ${quoted(piece.text)} is neither the title nor an item`;
      refuse(piece.at, message, 'write ## for an item');
    }
  }
  if (items.length === 0) {
    refuse(bodyAt, 'there are no items', 'write ## 1. Dashboards, and below it what to look at');
  }
  const [tooMuch] = items.slice(MOST_ITEMS);
  if (tooMuch !== undefined) {
    const message = `there are ${items.length} items, more than the ${MOST_ITEMS} that a message can show`;
    refuse(tooMuch.at, message, 'make two checklists of it');
  }
  for (const { texts, at, title: of } of items) {
    if (texts.length > 0) continue;
    refuse(at, `the item ${quoted(of)} is empty`, 'say what to look at, or take it out');
  }
  return {
    intro: intro.join('\n\n'),
    items: items.map(({ texts, ...item }) => ({ ...item, text: texts.join('\n\n') })),
  };
}

function itemIn(
  { text, at }: Extract<Piece, { readonly kind: 'heading' }>,
  wanted: number,
  refuse: (offset: number, message: string, hint: string) => void,
): OpenItem {
  const found = /^(?<number>\d+)\.\s+(?<title>.*)$/u.exec(text)?.groups ?? {};
  const { number, title = text } = found;
  if (title === '') refuse(at, 'the item has no title', 'say in a few words what is looked at');
  if (number !== undefined && number !== String(wanted)) {
    refuse(at, `the item is number ${wanted}, not ${number}`, `write ## ${wanted}. ${title}`);
  }
  return { title, at, texts: [] };
}
