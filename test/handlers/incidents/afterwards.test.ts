import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepTrue } from '../../../src/app/incidents/keep-true.ts';
import { entryLine } from '../../../src/handlers/incidents/entry-line.ts';
import { incidentCard } from '../../../src/handlers/incidents/card.ts';
import { DRILL_LASTS } from '../../../src/runbooks/incidents/drill.ts';
import { walkLine } from '../../../src/handlers/walk/line.ts';
import { walkedForIncident } from '../../../src/handlers/walk/walked-for-incident.ts';
import { begunWalk } from '../../../src/runbooks/walking/begin.ts';
import { MINUTE, SETTINGS } from '../../runbooks/incidents/worlds.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { IncidentWorld, ORDERS, RUNBOOK } from './world.ts';

let slack: SlackStandIn;
let world: IncidentWorld;

beforeEach(async () => {
  slack = await startSlackStandIn();
  world = new IncidentWorld(slack.apiUrl);
});
afterEach(() => slack.stop());

describe('what is to be done afterwards', () => {
  test('is written down with its owner and its day, also when the incident is over', async () => {
    await world.types('open Checkout is down');
    await world.types('resolve it was v41');
    expect(await world.types('action Test the pool <@U0BOB|bob> by 2026-12-01')).toBe(
      'To do: (1) Test the pool · Bob · until 2026-12-01',
    );
    expect(await world.types('action inc-1 Ask them by hand')).toBe('To do: (2) Ask them by hand');
    expect(await world.types('action done 2')).toBe('Done: (2) Ask them by hand');
    expect(await world.types('action done 2')).toBe('Ana has said so already: 2 is done.');
    expect(await world.types('actions')).toMatch(
      /INC-1 .*\n\(1\) Test the pool · Bob · until 2026-12-01\n\(2\) Ask them by hand$/u,
    );
    expect(world.deeds().slice(-2)).toEqual([
      'slack:U0ANA incident-follow-up INC-1',
      'slack:U0ANA incident-followed-up INC-1',
    ]);
  });

  test.each([
    ['action', 'it does not say what is to be done'],
    ['action <@U0BOB|bob>', 'it does not say what is to be done'],
    ['action Test by 2026-02-31', '"2026-02-31" is not a day'],
    ['action Test by 1.12.', '"1.12." is not a day'],
    ['action done one', '"one" is not the number'],
    ['report INC-1 html', 'there is no report as "html"'],
    ['report INC-9', 'there is no incident "INC-9"'],
  ])('says what to write instead: %s', async (text, why) => {
    await world.types('open Checkout is down');
    await expect(world.types(text)).rejects.toThrow(why);
  });

  test('says which numbers there are', async () => {
    await world.types('open Checkout is down');
    expect(await world.types('action done 3')).toContain('nothing is to be done');
  });
});

describe('the report', () => {
  test('is a file, for who asks, with what it comes to', async () => {
    await world.types('open critical Checkout is down');
    await world.types(`attach ${ORDERS.group.key}`);
    await world.types('resolve it was v41');
    const answer = await world.types('report');
    expect(answer).toContain('detection ');
    expect(answer).toContain('all of it is in the file in our direct messages');
    expect(slack.files).toMatchObject([{ channel: 'DU0ANA', name: 'INC-1-report.md' }]);
    expect(slack.files[0]?.text).toContain('# INC-1: Checkout is down');
    expect(slack.files[0]?.text).toMatch(/alert · .*High error rate.* began to fire/u);
  });

  test('leaves out what was done about its alerts once it was over, however late somebody writes', async () => {
    await world.types('open critical Checkout is down');
    await world.types(`attach ${ORDERS.group.key}`);
    await world.types('resolve it was v41');
    world.now += 14 * 24 * 60 * MINUTE;
    const value = `high-error-rate for ${ORDERS.group.key}`;
    await world.presses('ana', { actionId: 'walk:start', value });
    await world.types('note INC-1 The fix is in v43');
    await world.types('report INC-1');
    expect(slack.files.at(-1)?.text).toContain('The fix is in v43');
    expect(slack.files.at(-1)?.text).not.toContain('### Runbook');
  });

  test.each([
    ['open critical Checkout is down', true],
    ['drill Checkout is down', false],
  ])('of one without alerts (%s) has all that was deployed before: %s', async (words, has) => {
    const labels = { service: 'orders-api' };
    const at = world.now - 10 * MINUTE;
    const news = { id: 'd', summary: '', outcome: 'succeeded', at, labels, links: [] } as const;
    world.store.state.pastDeployments.set('d', news);
    await world.types(words);
    await world.types('report INC-1');
    const text = slack.files.at(-1)?.text ?? '';
    expect(text.includes('deployment · orders-api was deployed')).toBe(has);
  });

  test('has what was deployed before its alerts', async () => {
    const labels = { api: 'orders', service: 'orders-api' };
    const at = world.now - 10 * MINUTE;
    const news = { id: 'd', summary: '', outcome: 'succeeded', at, labels, links: [] } as const;
    world.store.state.pastDeployments.set('d', news);
    await world.types('open critical Checkout is down');
    const { group } = ORDERS;
    const whole = { ...ORDERS, group: { ...group, labels: { ...group.labels, ...labels } } };
    Object.assign(world.tools.bot, {
      group: async () => whole,
      async *groups() {
        yield whole;
      },
    });
    await world.types(`attach ${group.key}`);
    await world.types('report INC-1 canvas');
    expect(slack.files.at(-1)).toMatchObject({ name: 'INC-1-canvas.md' });
    expect(slack.files.at(-1)?.text).toContain('deployment · orders-api was deployed');
  });
});

describe('a drill', () => {
  test('is led by who asks, about what a runbook answers, and each of its messages says so', async () => {
    expect(await world.types('drill high-error-rate')).toContain('DRILL · INC-1 · High error rate');
    const drill = await world.incident();
    expect(drill).toMatchObject({ isDrill: true, roles: { commander: { name: 'Ana' } } });
    expect(drill.entries.at(-1)).toMatchObject({
      text: expect.stringContaining('/runbook high-error-rate for INC-1'),
    });
    const messages = [
      incidentCard(drill, SETTINGS, world.now),
      ...drill.entries.map((entry) => entryLine(drill, entry)),
    ];
    for (const { text } of messages) expect(text).toContain('DRILL');
  });

  test.each([
    ['drill', 'Exercise'],
    ['drill The region is gone', 'The region is gone'],
  ])('has a title: %s', async (text, title) => {
    await world.types(text);
    expect(await world.incident()).toMatchObject({ title, isDrill: true });
  });

  test('of a runbook that nearly has that name asks which is meant', async () => {
    await expect(world.types('drill high-eror-rate')).rejects.toThrow('there is no runbook');
  });

  test('has no alerts, so that nobody who is told of them hears of it', async () => {
    await world.types('drill');
    expect(await world.types(`attach ${ORDERS.group.key}`)).toContain('is a drill');
    expect((await world.incident()).groups).toEqual([]);
  });

  test('marks the walks in it, and what is said of them', async () => {
    await world.types('drill');
    const drill = await world.incident();
    const wanted = await walkedForIncident(drill, { channel: 'C0OPS' }, world.tools);
    const { runbook, text } = RUNBOOK;
    const by = { name: 'Ana', actor: 'slack:U0ANA' };
    const walk = begunWalk({ ...wanted, id: 'w', runbook: runbook.name, text, by, at: world.now });
    expect(walk.title).toBe('DRILL · High error rate');
    const moment = { id: 'm', at: world.now, kind: 'noted', by: 'Ana', text: 'hm' } as const;
    expect(walkLine(walk, moment)?.text).toMatch(/^DRILL · /u);
  });

  test('ends by itself after four hours, and its report says that it was one', async () => {
    await world.types('drill');
    const { incidents } = world.store;
    const parts = { incidents, groups: { find: async () => undefined }, settings: SETTINGS };
    const drill = await world.incident();
    await keepTrue(drill, parts, drill.openedAt + DRILL_LASTS - 1);
    expect((await world.incident()).resolvedAt).toBeUndefined();
    await keepTrue(await world.incident(), parts, drill.openedAt + DRILL_LASTS);
    expect(await world.incident()).toMatchObject({
      resolvedAt: drill.openedAt + DRILL_LASTS,
      resolution: { text: 'The drill ended by itself.' },
    });
    world.now += DRILL_LASTS;
    await world.types('report INC-1');
    expect(slack.files.at(-1)?.text).toMatch(/^# DRILL: INC-1/u);
  });
});
