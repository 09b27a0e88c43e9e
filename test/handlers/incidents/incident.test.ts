import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { blockId, MENU } from '../../../src/delivery/slack/actions.ts';
import { HOME } from '../../../src/handlers/home/home.ts';
import { MINUTE, T0 } from '../../runbooks/incidents/worlds.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { IncidentWorld, ORDERS } from './world.ts';

let slack: SlackStandIn;
let world: IncidentWorld;

beforeEach(async () => {
  slack = await startSlackStandIn();
  world = new IncidentWorld(slack.apiUrl);
});
afterEach(() => slack.stop());

const typed = (id: string, value: string | null) => ({ [id]: { type: 'plain_text_input', value } });
const chosen = (id: string, value: string) => ({ [id]: { selected_option: { value } } });
const picked = (id: string, user: string | null) => ({ [id]: { selected_user: user } });

const viewSchema = z.object({
  callback_id: z.string(),
  private_metadata: z.string(),
  blocks: z.array(
    z.object({
      block_id: z.string().optional(),
      element: z
        .object({
          initial_value: z.string().optional(),
          initial_user: z.string().optional(),
          initial_option: z.object({ value: z.string() }).optional(),
        })
        .optional(),
    }),
  ),
});

/** The form that was shown last: what comes back with it, and what its inputs begin with, by block. */
function shownView() {
  const text = slack.calls.findLast(({ method }) => method === 'views.update')?.args.get('view');
  const {
    callback_id: id,
    private_metadata: origin,
    blocks,
  } = viewSchema.parse(JSON.parse(text ?? ''));
  const begins = blocks.map(({ block_id: block = '', element }) => [
    block,
    element?.initial_value ?? element?.initial_user ?? element?.initial_option?.value,
  ]);
  return { id, origin, begins: Object.fromEntries(begins) };
}

/** A form that comes back with some values. */
function form(callbackId: string, privateMetadata: string, ...values: readonly object[]) {
  return {
    id: 'V1',
    callbackId,
    privateMetadata,
    values: Object.assign({}, ...values.map(nested)),
  };
}

function nested(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([id, one]) => [id, { [id]: one }]));
}

describe('/incident', () => {
  test('opens one, which is known by its number, and told at once', async () => {
    expect(await world.types('open sev1 Checkout is down')).toBe(
      'Open: 🔴 INC-1 · Checkout is down. Its card comes in <#C0OPS>.',
    );
    expect(await world.incident()).toMatchObject({
      title: 'Checkout is down',
      severity: 'critical',
      channel: 'C0OPS',
      openedBy: { name: 'Ana', actor: 'slack:U0ANA' },
    });
    expect(world.hurried).toEqual(['INC-1']);
    expect(world.deeds()).toEqual(['slack:U0ANA incident-opened INC-1']);
    expect(await world.types('open critcal Search is slow')).toBe(
      'Open: 🟠 INC-2 · critcal Search is slow. Its card comes in <#C0OPS>. It is an error, for no severity was said: /incident severity INC-2 critical says another.',
    );
    expect(await world.incident('INC-2')).toMatchObject({ severity: 'error' });
  });

  test.each([
    ['P1 Search is slow', 'error', 'Search is slow'],
    ['High latency of search', 'error', 'High latency of search'],
    ['"Error rate of search"', 'error', 'Error rate of search'],
    ['warning "Error rate of search"', 'warning', 'Error rate of search'],
  ])('of %s knows how bad it is, and what it is', async (text, severity, title) => {
    await world.types(`open ${text}`);
    expect(await world.incident()).toMatchObject({ severity, title });
  });

  test('says how it stands, who does what, and when it is over', async () => {
    await world.types('open critical Checkout is down');
    await world.types('assign commander');
    await world.types('assign comms <@U0BOB|bob>');
    await world.types('update identified: The last release');
    await world.types('update Rolling back, 3 of 4 hosts');
    await world.types('note Since the release of 02:50');
    await world.types('severity error');
    await world.types('mitigated');
    expect(await world.types('resolve "A bad release" --impact "No checkout for 12 min"')).toBe(
      'Done: 🟢 INC-1 · Checkout is down · resolved after 8 min',
    );
    const { entries, roles, resolution, severity, status } = await world.incident();
    expect(entries.map(({ what }) => what)).toEqual([
      'opened',
      'assigned',
      'assigned',
      'updated',
      'updated',
      'noted',
      'severity',
      'mitigated',
      'resolved',
    ]);
    expect(entries[4]).toMatchObject({ status: 'identified', text: 'Rolling back, 3 of 4 hosts' });
    expect(roles).toMatchObject({ commander: { name: 'Ana' }, communications: { name: 'Bob' } });
    expect(resolution).toEqual({ text: 'A bad release', impact: 'No checkout for 12 min' });
    expect([severity, status]).toEqual(['error', 'monitoring']);
    expect(world.deeds()).toHaveLength(9);
    await world.types('reopen It came back');
    expect((await world.incident()).resolvedAt).toBeUndefined();
  });

  test('means the one of this channel, or the only one, and else asks which', async () => {
    await expect(world.types('update Well')).rejects.toThrow('no incident runs');
    await world.types('open critical Checkout is down');
    await world.types('open Search is slow');
    await expect(world.types('update Well')).rejects.toMatchObject({
      message: '2 incidents may be meant',
      hint: 'write which: INC-1 (Checkout is down), INC-2 (Search is slow)',
    });
    await world.types('update inc-2 Well');
    expect((await world.incident('INC-2')).entries.at(-1)).toMatchObject({ text: 'Well' });
    const one = await world.incident();
    await world.store.incidents.change({ ...one, channel: 'C0ELSE', revision: 2 });
    await world.types('update Better');
    expect((await world.incident('INC-2')).entries.at(-1)).toMatchObject({ text: 'Better' });
    await expect(world.types('show INC-9')).rejects.toMatchObject({
      message: 'there is no incident "INC-9"',
      hint: 'those that run are INC-1, INC-2',
    });
  });

  test('lists those that run, those of late, and shows one', async () => {
    expect(await world.types('')).toContain('No incident runs.');
    await world.types('open critical Checkout is down');
    await world.types('open Search is slow');
    await world.types('resolve INC-2 An index');
    expect(await world.types('')).toBe('One incident runs:\n🔴 INC-1 · Checkout is down');
    expect(await world.types('list 7d')).toContain('2 opened, 1 of them resolved');
    expect(await world.types('show')).toContain('INC-1 · Checkout is down');
    expect(await world.types('INC-2')).toContain('An index');
  });

  test.each([
    ['open', 'it has no title', /critical Checkout is down/u],
    [`open ${'x'.repeat(151)}`, 'the title is too long', /150/u],
    ['opne Checkout is down', '/incident knows no "opne"', /\/incident open/u],
    ['resolve', 'it does not say what it was', /resolve/u],
    ['update', 'it does not say how it stands', /update identified/u],
    ['assign comander @bob', '"comander" is not a role', /commander/u],
    ['assign scribe @bob', '"@bob" is nobody that Slack knows', /pick them/u],
    ['severity bad', '"bad" is not a severity', /critical \(p0/u],
    ['attach nothing-such', 'there is no group nothing-such', /./u],
    ['detach', 'that is not one of the alerts of INC-1', /no alerts/u],
    ['archive', 'no incident was resolved of late', /INC-12/u],
  ])('says of %s what is wrong, and what to write', async (text, message, hint) => {
    await world.types('open critical Checkout is down');
    const wrong = world.types(text);
    await expect(wrong).rejects.toMatchObject({ message, hint: expect.stringMatching(hint) });
  });

  test('takes an alert in, and out again', async () => {
    await world.types('open critical Checkout is down');
    expect(await world.types('attach page.0011')).toContain('High error rate · orders belongs to');
    expect(await world.incident()).toMatchObject({
      detectedAt: T0 - 5 * MINUTE,
      groups: [{ key: ORDERS.group.key, state: 'firing', link: 'https://slack.example/message' }],
    });
    expect(await world.types('attach page.0011')).toContain('belongs to INC-1 already');
    expect(await world.types('detach')).toContain('is no part of INC-1 any more');
    expect((await world.incident()).groups).toEqual([]);
  });

  test('archives the channel of one that is over, where it has one', async () => {
    await world.types('open critical Checkout is down');
    await world.types('resolve A release');
    await expect(world.types('archive')).rejects.toThrow('INC-1 has no channel of its own');
    const one = await world.incident();
    const place = { channel: 'C0ROOM' };
    await world.store.incidents.change({ ...one, place, revision: one.revision + 1 });
    expect(await world.types('archive INC-1')).toBe('The channel of INC-1 is archived.');
    expect(slack.calls.at(-1)?.args.get('channel')).toBe('C0ROOM');
    slack.faults.set('conversations.archive', { error: 'missing_scope' });
    await expect(world.types('archive INC-1')).rejects.toMatchObject({
      message: 'Slack does not archive it: missing_scope',
    });
  });
});

describe('the menu of an alert', () => {
  const inMenu = {
    actionId: MENU,
    blockId: blockId({ group: ORDERS.group.key, episode: 1 }),
    value: 'incident',
  };

  test('makes it an incident, with what is known of it filled in', async () => {
    await world.presses('ana', inMenu);
    const { id, begins, origin } = shownView();
    expect(begins).toEqual({
      title: 'High error rate · orders',
      severity: 'critical',
      commander: 'U0ANA',
    });
    const filled = form(
      id,
      origin,
      typed('title', 'Orders fail'),
      chosen('severity', 'error'),
      picked('commander', 'U0BOB'),
    );
    expect((await world.submits('ana', filled))?.text).toContain('Open: 🟠 INC-1 · Orders fail');
    // The form comes twice where who took it died.
    await world.submits('ana', filled);
    expect(await world.store.incidents.open()).toHaveLength(1);
    expect(await world.incident()).toMatchObject({
      title: 'Orders fail',
      severity: 'error',
      roles: { commander: { name: 'Bob' } },
      groups: [{ key: ORDERS.group.key }],
    });
  });

  test('makes it one incident where two people do so at once, and the second hears of the first', async () => {
    const forms = [];
    for (const who of ['ana', 'bob'] as const) {
      await world.presses(who, inMenu);
      const { id, origin } = shownView();
      const filled = form(id, origin, typed('title', `Orders fail, says ${who}`));
      forms.push({ ...filled, id: `V-${who}` });
    }
    const [ana, bob] = forms;
    if (ana === undefined || bob === undefined) throw new Error('there are two');
    expect((await world.submits('ana', ana))?.text).toContain('Open: 🟠 INC-1');
    expect((await world.submits('bob', bob))?.text).toContain(
      'High error rate · orders belongs to 🟠 INC-1 · Orders fail, says ana already.',
    );
    expect(await world.store.incidents.open()).toHaveLength(1);
  });

  test('attaches it to one that runs, once', async () => {
    await world.types('open critical Checkout is down');
    await world.presses('ana', inMenu);
    const { id, begins, origin } = shownView();
    expect(begins.which).toBe('new');
    const filled = form(id, origin, chosen('which', 'INC-1'), typed('title', 'x'));
    expect((await world.submits('bob', filled))?.text).toContain('Attached to');
    expect((await world.submits('bob', filled))?.text).toContain('Attached to');
    const { groups, entries } = await world.incident();
    expect(groups).toHaveLength(1);
    expect(entries.filter(({ what }) => what === 'attached')).toHaveLength(1);
    await world.presses('ana', inMenu);
    expect(shownView().begins).not.toHaveProperty('which');
  });
});

test('in a direct message nothing is opened: nobody else could see it', async () => {
  const { incidents } = world.tools;
  const by = { name: 'Ana', actor: 'slack:U0ANA' };
  const opening = { title: 'x', severity: 'error', channel: 'D0ANA' } as const;
  await expect(incidents.begin(opening, by, 'w')).rejects.toMatchObject({
    hint: expect.stringContaining('open it in a channel'),
  });
  expect(await incidents.open()).toEqual([]);
});

describe('the card', () => {
  const press = (who: 'ana' | 'bob', action: string) =>
    world.presses(who, { actionId: `incident:${action}`, value: 'INC-1' });

  beforeEach(async () => {
    await world.types('open critical Checkout is down');
  });

  test('gives the command to who presses first, and tells the other who that was', async () => {
    const [first, second] = [await press('bob', 'command'), await press('ana', 'command')];
    expect(first).toBeUndefined();
    expect(second?.text).toBe('Bob was first, and is commander of INC-1.');
    expect((await world.incident()).roles.commander?.name).toBe('Bob');
  });

  test('asks how it stands, beginning with how it stood', async () => {
    await press('ana', 'update');
    const { id, begins, origin } = shownView();
    expect(begins).toMatchObject({ status: 'investigating' });
    const filled = form(id, origin, chosen('status', 'monitoring'), typed('text', ' Better '));
    await world.submits('ana', filled);
    await world.submits('ana', filled);
    const { entries, status } = await world.incident();
    expect(status).toBe('monitoring');
    expect(entries.filter(({ what }) => what === 'updated')).toMatchObject([{ text: 'Better' }]);
  });

  test('asks who does what, and changes what is changed', async () => {
    await press('ana', 'command');
    await press('ana', 'roles');
    const { id, begins, origin } = shownView();
    expect(begins).toMatchObject({ commander: 'U0ANA' });
    const filled = form(id, origin, picked('commander', null), picked('scribe', 'U0BOB'));
    await world.submits('ana', filled);
    expect((await world.incident()).roles).toEqual({
      scribe: { name: 'Bob', actor: 'slack:U0BOB' },
    });
  });

  test('leaves a role alone that somebody took while the form was open', async () => {
    await press('ana', 'roles');
    const { id, origin } = shownView();
    await press('bob', 'command');
    await world.submits(
      'ana',
      form(id, origin, picked('commander', null), picked('scribe', 'U0ANA')),
    );
    expect((await world.incident()).roles).toMatchObject({
      commander: { name: 'Bob' },
      scribe: { name: 'Ana' },
    });
  });

  test('asks what it was, and opens no form of what is over', async () => {
    await press('ana', 'mitigated');
    await press('ana', 'resolve');
    const { id, origin } = shownView();
    await world.submits('ana', form(id, origin, typed('text', 'A release'), typed('impact', null)));
    expect((await world.incident()).resolution).toEqual({ text: 'A release' });
    expect((await press('bob', 'update'))?.text).toContain('It is over');
    expect((await press('bob', 'mitigated'))?.text).toContain('Ana has resolved it');
    expect((await press('bob', 'report'))?.text).toContain('INC-1 · Checkout is down');
    expect(slack.files).toMatchObject([{ channel: 'DU0BOB', name: 'INC-1-report.md' }]);
    await press('bob', 'reopen');
    expect((await world.incident()).resolvedAt).toBeUndefined();
  });
});

describe('for an incident', () => {
  test('a runbook is offered that answers its alerts, and is walked in its room', async () => {
    await world.types('open critical Checkout is down');
    const nothing = await world.presses('ana', { actionId: 'incident:runbook', value: 'INC-1' });
    expect(nothing?.text).toContain('No runbook answers its alerts');
    await world.types('attach page.0011');
    const offered = await world.presses('ana', { actionId: 'incident:runbook', value: 'INC-1' });
    expect(JSON.stringify(offered?.blocks)).toContain('"value":"high-error-rate for INC-1"');
    const one = await world.incident();
    const place = { channel: 'C0OPS', threadTs: '7.8' };
    await world.store.incidents.change({ ...one, place, revision: one.revision + 1 });
    await world.presses('bob', { actionId: 'walk:start', value: 'high-error-rate for INC-1' });
    const [walk] = await world.store.walks.of({ incident: 'INC-1' });
    expect(walk).toMatchObject({
      runbook: 'high-error-rate',
      subject: { incident: 'INC-1' },
      place,
      facts: { labels: { alertname: 'High error rate' } },
    });
  });

  test('there is a row in the home of the app, while it runs', async () => {
    const home = async () => {
      const handling = { ...world.tools, request: HOME_REQUEST, asker: ASKER };
      return JSON.stringify(await HOME.render(handling));
    };
    expect(await home()).not.toContain('Incidents');
    await world.types('open critical Checkout is down');
    expect(await home()).toContain('🔴 INC-1 · Checkout is down');
  });
});

const ASKER = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'viewer', why: '' } as const;
const HOME_REQUEST = {
  type: 'home',
  id: 'h',
  traceId: 'h',
  at: T0,
  person: { id: 'U0ANA', name: 'ana' },
} as const;
