import { expect, test } from 'vitest';
import { readLibrary } from '../../src/app/runbooks/runbook-library.ts';
import { refuseBlocks } from '../../src/delivery/slack/limits/blocks.ts';
import type { SlackMessage } from '../../src/delivery/slack/message.ts';
import type { Walk, WalkFacts } from '../../src/engine/ports/walks.ts';
import { walkCard } from '../../src/handlers/walk/card.ts';
import { walkLine } from '../../src/handlers/walk/line.ts';
import { shownRunbook } from '../../src/handlers/walk/shown-runbook.ts';
import { variablesIn } from '../../src/runbooks/format/variables.ts';
import { begunWalk } from '../../src/runbooks/walking/begin.ts';
import { press, type WalkDeed } from '../../src/runbooks/walking/press.ts';
import {
  currentStep,
  walkedRunbook,
  type PlacedStep,
} from '../../src/runbooks/walking/walked-runbook.ts';

const { runbooks: SHIPPED } = readLibrary(['shipped'], '.');
const MINUTE = 60_000;
const AT = 2_000_000_000_000;
const ANA = { actor: 'slack:U0ANA', name: 'Ana' };
const EVIL = '<!channel> *b* `x` "\'$(id) <https://evil.example|x> &'.repeat(8);

/** An alert that has every label that a runbook asks for, each with the same value. */
function facts(text: string, value: string): WalkFacts {
  const names = variablesIn(text).flatMap(({ name }) => /^labels\.(.+)$/u.exec(name)?.[1] ?? []);
  const labels = Object.fromEntries(names.map((name) => [name, value]));
  return { labels, annotations: { summary: value } };
}

/** What whoever walks it does at a step, by what the step wants. */
function deedsAt(step: PlacedStep, said: string): readonly WalkDeed[] {
  const question = step.parts.find((part) => part.kind === 'question');
  switch (step.kind) {
    case 'question': {
      const [answer = said] = question?.kind === 'question' ? question.config.choices : [];
      return [{ kind: 'done', answer }];
    }
    case 'check':
      return [
        { kind: 'checked', passes: false, words: ['does not pass', said] },
        { kind: 'done', note: said },
      ];
    case 'action':
      return [
        { kind: 'asked', key: 'run-1', text: said },
        { kind: 'skipped', note: said },
      ];
    default:
      return [
        { kind: 'noted', text: said },
        { kind: step.index % 2 === 0 ? 'done' : 'failed', note: said },
      ];
  }
}

function expectTaken({ text, blocks }: SlackMessage): void {
  expect(refuseBlocks(blocks)).toBeUndefined();
  expect(text.length).toBeLessThan(4_000);
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!channel>/u);
}

/** Walks a runbook to its end; each of its cards must be one that Slack takes. */
function walked(name: string, text: string, value: string): Walk {
  const of = { subject: { group: 'page.3f2a' }, place: { channel: 'C0OPS', threadTs: '1.2' } };
  const known = facts(text, value);
  let walk = begunWalk({ id: 'w', runbook: name, text, facts: known, ...of, by: ANA, at: AT });
  for (let now = AT; walk.state === 'open'; now += MINUTE) {
    const runbook = walkedRunbook(walk);
    const step = currentStep(walk, runbook);
    if (step === undefined) throw new Error('it is open at no step');
    for (const deed of deedsAt(step, value)) {
      const card = { now, isChanged: true, canDo: true, run: value };
      expectTaken(walkCard(walk, card));
      const aim = { step: step.index, opened: walk.opened };
      const came = press(walk, { id: `${now} ${deed.kind}`, aim, deed, by: ANA, at: now }, runbook);
      if (came.kind !== 'changed') throw new Error(`${deed.kind} at ${step.title}: ${came.kind}`);
      walk = came.walk;
    }
  }
  expectTaken(walkCard(walk, { now: AT, isChanged: false, canDo: false }));
  for (const line of walk.story.map((moment) => walkLine(walk, moment))) {
    if (line !== undefined) expectTaken(line);
  }
  return walk;
}

test.each(SHIPPED.map(({ runbook, text }) => [runbook.name, runbook, text] as const))(
  '%s is walked from its first step to its last',
  (name, runbook, text) => {
    const steps = runbook.phases.flatMap((phase) => phase.steps);
    const walk = walked(name, text, EVIL);
    expect(walk).toMatchObject({ state: 'finished', steps: steps.length });
    expect(walk.results).toHaveLength(steps.length);
    const answered = walk.results.filter(({ answer }) => answer !== undefined);
    expect(answered).toHaveLength(steps.filter(({ kind }) => kind === 'question').length);
    expect(walk.checks).toHaveLength(steps.filter(({ kind }) => kind === 'check').length);
    expect(walk.runs).toHaveLength(steps.filter(({ kind }) => kind === 'action').length);
    const read = shownRunbook(runbook, { facts: facts(text, EVIL), subject: {} });
    expectTaken({ text: read.text, blocks: [...(read.blocks ?? [])] });
  },
);

test('each kind of step is in one of them', () => {
  const kinds = SHIPPED.flatMap(({ runbook }) => runbook.phases)
    .flatMap(({ steps }) => steps)
    .map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(
    new Set(['instruction', 'command', 'check', 'question', 'action']),
  );
});
