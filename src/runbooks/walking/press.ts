import type { StepCheck, StepResult, Walk, Walker, WalkMoment } from '../../engine/ports/walks.ts';
import type { WalkedRunbook } from './walked-runbook.ts';

/** Which step of a walk somebody saw, and by which revision that was opened: what they press is meant for it. */
export interface Aim {
  readonly step: number;
  readonly opened: number;
}

/** What somebody does at a walk. Texts are what they wrote. */
export type WalkDeed =
  | { readonly kind: 'done'; readonly answer?: string; readonly note?: string }
  | { readonly kind: 'skipped' | 'failed'; readonly note: string }
  | { readonly kind: 'back' }
  | { readonly kind: 'noted'; readonly text: string }
  | ({ readonly kind: 'checked' } & Pick<StepCheck, 'passes' | 'words'>)
  | { readonly kind: 'asked'; readonly key: string; readonly text: string }
  | { readonly kind: 'assigned' | 'handed-over'; readonly to: Walker }
  | { readonly kind: 'stopped'; readonly note: string }
  | { readonly kind: 'left' }
  | { readonly kind: 'reopened' };

export interface Pressed {
  /** The same for the same press, however often it comes. */
  readonly id: string;
  readonly aim: Aim;
  readonly deed: WalkDeed;
  /** Absent for the bot. */
  readonly by?: Walker;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What came of a press. */
export type Came =
  | { readonly kind: 'changed'; readonly walk: Walk }
  /** It came before, and was done then. */
  | { readonly kind: 'again' }
  /** Somebody was first: the step is not the one that it stands at, or was opened anew since. */
  | { readonly kind: 'behind' }
  /** It is over; or, to be reopened, it is not, or has been for too long. */
  | { readonly kind: 'over' | 'open' | 'too late' }
  /** Another walk about the same was begun, and is open. */
  | { readonly kind: 'another' }
  /** There is no step before the first. */
  | { readonly kind: 'first' }
  /** So much is written in it that only its steps can be walked. */
  | { readonly kind: 'full' };

/** So long a walk that is over can be opened again, in milliseconds. */
export const REOPENED_WITHIN = 24 * 3_600_000;

/** A story of more has no room but for the steps. */
export const MOST_MOMENTS = 500;

/** These are meant for the step that it stands at. */
const AT_STEP: ReadonlySet<WalkDeed['kind']> = new Set([
  'done',
  'skipped',
  'failed',
  'back',
  'checked',
  'asked',
  'assigned',
]);
/** Without an end, these are. */
const BOUNDED: ReadonlySet<WalkDeed['kind']> = new Set([
  'back',
  'noted',
  'checked',
  'asked',
  'assigned',
  'handed-over',
  'reopened',
]);

/** What a walk becomes by a press. Of several for one step the first counts; a press that comes again does nothing. */
export function press(walk: Walk, pressed: Pressed, walked: WalkedRunbook): Came {
  const { id, aim, deed, at } = pressed;
  if (walk.story.some((moment) => moment.id === id)) return { kind: 'again' };
  if (deed.kind === 'reopened') {
    if (walk.state === 'open') return { kind: 'open' };
    if (aim.opened !== walk.opened) return { kind: 'behind' };
    if (at - (walk.endedAt ?? at) > REOPENED_WITHIN) return { kind: 'too late' };
  } else if (walk.state !== 'open') return { kind: 'over' };
  const isBehind = aim.step !== walk.results.length || aim.opened !== walk.opened;
  if (isBehind && AT_STEP.has(deed.kind)) return { kind: 'behind' };
  if (walk.story.length >= MOST_MOMENTS && BOUNDED.has(deed.kind)) return { kind: 'full' };
  if (deed.kind === 'back' && walk.results.length === 0) return { kind: 'first' };
  const next = { ...effectOf(walk, pressed), revision: walk.revision + 1, touchedAt: at };
  return { kind: 'changed', walk: { ...next, story: storyOf(walk, next, pressed, walked) } };
}

/** It stands at another step, which is nobody's in particular. */
function standing(walk: Walk, results: readonly StepResult[]): Walk {
  const { assignee: _, ...rest } = walk;
  return { ...rest, results, opened: walk.revision + 1 };
}

/** What changes by a deed. */
function effectOf(walk: Walk, { deed, by = walk.holder, at }: Pressed): Walk {
  const step = walk.results.length;
  switch (deed.kind) {
    case 'done':
    case 'skipped':
    case 'failed': {
      const next = standing(walk, [...walk.results, { ...deed, by, at }]);
      return next.results.length < walk.steps ? next : { ...next, state: 'finished', endedAt: at };
    }
    case 'back':
      return backed(walk);
    case 'checked': {
      const { passes, words } = deed;
      const found = { step, by, at, words, ...(passes !== undefined && { passes }) };
      return { ...walk, checks: [...walk.checks.filter((one) => one.step !== step), found] };
    }
    case 'asked': {
      const others = walk.runs.filter((one) => one.step !== step);
      return { ...walk, runs: [...others, { step, key: deed.key }] };
    }
    case 'assigned':
      return { ...walk, assignee: deed.to };
    case 'handed-over': {
      const { assignee: _, ...rest } = walk;
      return { ...rest, holder: deed.to };
    }
    case 'stopped':
    case 'left':
      return { ...standing(walk, walk.results), state: deed.kind, endedAt: at };
    case 'reopened': {
      const { endedAt: _, ...rest } = walk.state === 'finished' ? backed(walk) : walk;
      return { ...rest, state: 'open', opened: walk.revision + 1 };
    }
    case 'noted':
      return walk;
  }
}

/** The step before is open again: what its check found is not what it would find now. */
function backed(walk: Walk): Walk {
  const results = walk.results.slice(0, -1);
  const checks = walk.checks.filter(({ step }) => step < results.length);
  return { ...standing(walk, results), checks };
}

function storyOf(
  walk: Walk,
  next: Walk,
  pressed: Pressed,
  { steps }: WalkedRunbook,
): readonly WalkMoment[] {
  const { id, at, deed, by, aim } = pressed;
  const { kind } = deed;
  // Going back is about the step that is open by it.
  const index = kind === 'noted' ? aim.step : Math.min(walk.results.length, next.results.length);
  const title = steps[index]?.title;
  const text = textOf(deed);
  const moment: WalkMoment = {
    id,
    at,
    kind,
    ...(by !== undefined && { by: by.name }),
    ...(title !== undefined && { step: { index, title } }),
    ...('to' in deed && { to: deed.to }),
    ...(text !== undefined && { text }),
  };
  const isThrough = next.state === 'finished';
  const end: readonly WalkMoment[] = isThrough ? [{ id: `${id} end`, at, kind: 'finished' }] : [];
  return [...walk.story, moment, ...end];
}

/** What was written, answered or found. */
function textOf(deed: WalkDeed): string | undefined {
  switch (deed.kind) {
    case 'done': {
      const said = [deed.answer, deed.note].filter((one) => one !== undefined);
      return said.length === 0 ? undefined : said.join('; ');
    }
    case 'checked':
      return deed.words.join('; ');
    case 'noted':
    case 'asked':
      return deed.text;
    case 'skipped':
    case 'failed':
    case 'stopped':
      return deed.note;
    default:
      return undefined;
  }
}
