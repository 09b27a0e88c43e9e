import { hash } from 'node:crypto';
import type { ChatPlace, Subject } from '../../engine/ports/subject.ts';
import type { Walk, Walker, WalkFacts } from '../../engine/ports/walks.ts';
import { parseRunbook } from '../format/parse.ts';
import { stepsOf } from './walked-runbook.ts';

/** A walk that somebody wants to begin. */
export interface Beginning {
  /** The same for the same wish: it is begun once. */
  readonly id: string;
  /** The runbook's name, and its text. */
  readonly runbook: string;
  readonly text: string;
  readonly facts: WalkFacts;
  readonly subject: Subject;
  readonly isDrill?: true;
  readonly place: ChatPlace;
  readonly by: Walker;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A walk at its first step. */
export function begunWalk({
  id,
  runbook,
  text,
  facts,
  subject,
  isDrill,
  place,
  by,
  at,
}: Beginning): Walk {
  const read = parseRunbook(`${runbook}.md`, text).runbook;
  return {
    id: hash('sha256', `walk ${id}`, 'hex').slice(0, 12),
    runbook,
    title: `${isDrill === true ? 'DRILL · ' : ''}${read.title}`,
    text,
    facts,
    subject,
    ...(isDrill && { isDrill }),
    place,
    at,
    by,
    holder: by,
    state: 'open',
    touchedAt: at,
    revision: 1,
    opened: 1,
    steps: stepsOf(read).length,
    results: [],
    checks: [],
    runs: [],
    story: [{ id, at, kind: 'begun', by: by.name }],
  };
}
