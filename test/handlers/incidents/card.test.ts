import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { refuseView } from '../../../src/delivery/slack/limits/views.ts';
import type { Incident, IncidentGroup } from '../../../src/engine/ports/incidents.ts';
import { incidentCard } from '../../../src/handlers/incidents/card.ts';
import { entryLine } from '../../../src/handlers/incidents/entry-line.ts';
import {
  openForm,
  resolveForm,
  rolesForm,
  updateForm,
} from '../../../src/handlers/incidents/forms.ts';
import {
  after,
  ANA,
  BOB,
  MINUTE,
  opened,
  ORDERS,
  SETTINGS,
  T0,
} from '../../runbooks/incidents/worlds.ts';

/** What people read, a line a block; times as UTC. */
function read(incident: Incident, minute: number): readonly string[] {
  const { blocks } = incidentCard(incident, SETTINGS, T0 + minute * MINUTE);
  expect(refuseBlocks(blocks)).toBeUndefined();
  return blocks.map((block) => {
    const texts = [...JSON.stringify(block).matchAll(/"text":"((?:[^"\\]|\\.)*)"/gu)];
    return texts
      .map(([, text = '']) => text.replaceAll(/<!date\^\d+\^[^|]*\|[^ ]* ([^ ]*) UTC>/gu, '$1'))
      .join(' | ');
  });
}

describe('the card of an incident', () => {
  test('says how bad it is, until when somebody should respond, and that nobody leads', () => {
    expect(read(opened(), 1)).toEqual([
      '🔴 INC-12 · Checkout is down',
      '*P0* critical · investigating · since 03:00 · respond by 03:15 · next update by 03:30',
      '⚠️ nobody is commander · opened by Ana',
      'Take command | Update… | Roles… | Mitigated | Resolve… | Runbook',
    ]);
  });

  test('says that the response, and an update, are overdue', () => {
    expect(read(opened(), 16)[1]).toContain('⚠️ overdue: nobody responded by 03:15');
    expect(read(opened(), 30)[1]).toContain('⚠️ update was due at 03:30');
  });

  test('says how long the response took of how long, who does what, and what was said last', () => {
    const incident = after(opened({ group: { ...ORDERS, since: T0 - 3 * MINUTE } }), [
      { what: 'assigned', role: 'commander', to: ANA },
      { what: 'assigned', role: 'scribe', to: BOB },
      { what: 'updated', status: 'identified', text: 'The last release; rolling back' },
      { what: 'mitigated' },
    ]);
    expect(read(incident, 5)).toEqual([
      '🔴 INC-12 · Checkout is down',
      '*P0* critical · monitoring · since 03:00 · responded after 4 min of 15 min · mitigated at 03:04 · next update by 03:33',
      'Ana: The last release; rolling back',
      '🔥 High error rate · orders-api | firing',
      'commander Ana · scribe Bob · opened by Ana',
      'Update… | Roles… | Resolve… | Runbook',
    ]);
  });

  test('says when all its alerts are over, and asks whether it is', () => {
    const group: IncidentGroup = { ...ORDERS, state: 'resolved', link: 'https://slack.example/1' };
    const lines = read(opened({ group }), 1);
    expect(lines).toContain('🟢 All its alerts are over: resolve it, if nobody feels it any more.');
    expect(lines).toContain(
      '🟢 High error rate · orders-api | resolved · <https://slack.example/1|message>',
    );
  });

  test('turns green, and says what it was', () => {
    const over = after(
      opened({ commander: ANA }),
      [{ what: 'resolved', text: 'A release', impact: 'No checkout for 12 min' }],
      BOB,
      T0 + 12 * MINUTE,
    );
    expect(read(over, 100)).toEqual([
      '🟢 INC-12 · Checkout is down · resolved after 12 min',
      '*P0* critical · since 03:00 · responded after 0 s of 15 min · resolved at 03:12',
      'A release',
      'Impact: No checkout for 12 min',
      'commander Ana · opened by Ana',
      'Report | Open again',
    ]);
  });

  test('of a drill says so in each message', () => {
    const drill = opened({ isDrill: true });
    expect(read(drill, 1)[0]).toBe('🔴 DRILL · INC-12 · Checkout is down');
    for (const entry of drill.entries) expect(entryLine(drill, entry).text).toMatch(/^DRILL · /u);
  });

  test('stays as it is until something changes, or a target passes', () => {
    const at = (minute: number) =>
      JSON.stringify(incidentCard(opened(), SETTINGS, T0 + minute * MINUTE));
    expect(at(14)).toBe(at(1));
    expect(at(16)).not.toBe(at(14));
    expect(at(29)).toBe(at(16));
    expect(at(31)).not.toBe(at(29));
  });
});

test('who is to do something hears of it: the commander, else who opened it, and who got a role', () => {
  const incident = opened();
  const line = (own: Incident, what: Partial<Incident['entries'][number]>) =>
    entryLine(own, { at: T0, by: 'Ana', what: 'noted', ...what } as Incident['entries'][number]);
  const led = { ...incident, roles: { commander: BOB } };
  expect(line(incident, { what: 'reminded', of: 'commander' }).text).toMatch(/^<@U0ANA> ⏰/u);
  expect(line(led, { what: 'reminded', of: 'update' }).text).toMatch(/^<@U0BOB> ⏰/u);
  expect(line(led, { what: 'assigned', role: 'scribe', to: BOB }).text).toMatch(/^<@U0BOB> /u);
  expect(line(led, { what: 'assigned', role: 'scribe', to: ANA }).text).not.toContain('<@');
  expect(line(led, { what: 'noted', text: '<!channel> <@U0EVE>' }).text).toBe(
    '📝 Ana: &lt;!channel&gt; &lt;@U0EVE&gt;',
  );
});

test('whatever people write, Slack takes the card, the lines and the forms, and nobody is called', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.constant('<!channel> *<@U0EVE>* `x` & <https://evil.example|here>'),
  );
  fc.assert(
    fc.property(text, text, fc.array(text, { maxLength: 12 }), (title, said, names) => {
      const groups = names.map((name, index) => ({ ...ORDERS, key: `page.${index}`, title: name }));
      const who = { name: said, actor: 'slack:U0BOB' };
      const incident: Incident = {
        ...after({ ...opened({ title }), groups }, [
          { what: 'updated', status: 'identified', text: said },
          { what: 'assigned', role: 'scribe', to: who },
        ]),
        title,
      };
      const card = incidentCard(incident, SETTINGS, T0);
      expect(refuseBlocks(card.blocks)).toBeUndefined();
      for (const { text: shown } of [
        card,
        ...incident.entries.map((one) => entryLine(incident, one)),
      ]) {
        expect(shown.replaceAll(/^<@U0BOB> |<!date[^>]*>/gu, '')).not.toMatch(/<[!@]/u);
      }
      const origin = { incident: incident.id, channel: 'C0OPS' };
      const form = {
        title: title.slice(0, 150),
        severity: 'error',
        commander: ANA,
        open: [incident],
      } as const;
      for (const view of [
        openForm(form, origin),
        updateForm(incident, origin),
        rolesForm(incident, origin),
        resolveForm(incident, origin),
      ]) {
        expect(refuseView(view, 'modal')).toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
});
