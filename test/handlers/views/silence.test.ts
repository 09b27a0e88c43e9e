import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Silence } from '../../../src/alert/silence.ts';
import type { Bot } from '../../../src/asking/bot.ts';
import { refuseView } from '../../../src/delivery/slack/limits/views.ts';
import type { ViewRequest } from '../../../src/handlers/request.ts';
import { originIn, silenceForm } from '../../../src/handlers/views/silence-form.ts';
import { mistakesIn, wantedIn, writtenIn } from '../../../src/handlers/views/silence-written.ts';
import { SILENCE_VIEW } from '../../../src/handlers/views/silence.ts';
import { noTools } from '../../support/no-tools.ts';

const NOW = 1_767_000_000_000;

const typed = (id: string, value: string | null) => ({ [id]: { type: 'plain_text_input', value } });
const chosen = (value: string) => ({ length: { selected_option: { value } } });

/** The values of a form as Slack sends them. */
function form(
  written: Partial<Record<'other' | 'matchers' | 'why', string | null>>,
  length = '2h',
) {
  const { other = null, matchers = 'team="shop"', why = 'deploying' } = written;
  return {
    length: chosen(length),
    other: typed('other', other),
    matchers: typed('matchers', matchers),
    why: typed('why', why),
  };
}

test('a form that is filled in is read', () => {
  const { span, matchers, why } = wantedIn(form({ matchers: 'team="shop"\n\nenv!=dev, a=~"x|y"' }));
  expect(span).toBe(2 * 60 * 60_000);
  expect(matchers.map(({ name, operator, value }) => `${name}${operator}${value}`)).toEqual([
    'team=shop',
    'env!=dev',
    'a=~x|y',
  ]);
  expect(why).toBe('deploying');
});

test('a length that is written goes before one that is chosen', () => {
  expect(wantedIn(form({ other: ' 1d12H ' }, '30m')).span).toBe(36 * 60 * 60_000);
});

test.each([
  ['other', form({ other: 'soon' })],
  ['other', form({ other: '0s' })],
  ['length', form({}, 'ages')],
  ['matchers', form({ matchers: null })],
  ['matchers', form({ matchers: 'team' })],
  ['matchers', form({ matchers: 'team=~"("' })],
  ['matchers', form({ matchers: 'team!="x"' })],
  ['why', form({ why: '   ' })],
])('what can’t be is said at its block: %s', (block, values) => {
  expect(Object.keys(mistakesIn(values))).toEqual([block]);
});

test('whatever is written, it is read or said to be wrong', () => {
  const some = fc.option(fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(some, some, some, fc.string(), (other, matchers, why, length) => {
      const values = form({ other, matchers, why }, length);
      if (Object.keys(mistakesIn(values)).length > 0) return;
      expect(wantedIn(values).matchers.length).toBeGreaterThan(0);
    }),
  );
});

test('whatever comes in place of a form is a form with mistakes', () => {
  const state = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.anything()));
  fc.assert(
    fc.property(state, (values) => {
      expect(Object.keys(mistakesIn(values))).toContain('matchers');
    }),
  );
});

test('whatever stands in it, Slack takes the form, and it comes back as it was', () => {
  const some = fc.option(fc.string({ unit: 'binary', maxLength: 4_000 }), { nil: undefined });
  fc.assert(
    fc.property(some, some, some, fc.string(), (other, matchers, why, preview) => {
      const origin = { group: 'root.1', channel: 'C0OPS' };
      const view = silenceForm({ other, matchers, why }, origin, preview);
      expect(refuseView(view, 'modal')).toBeUndefined();
      expect(originIn({ ...VIEW, privateMetadata: view.private_metadata ?? '' })).toEqual(origin);
    }),
  );
});

test.each(['', 'null', '{"group":1}', 'garbage'])('%j comes from nowhere', (privateMetadata) => {
  expect(originIn({ ...VIEW, privateMetadata })).toEqual({});
  expect(writtenIn({})).toEqual({
    length: undefined,
    other: undefined,
    matchers: undefined,
    why: undefined,
  });
});

const VIEW: ViewRequest['view'] = {
  id: 'V0FORM',
  callbackId: 'silence-form',
  privateMetadata: '{"group":"root.1","channel":"C0OPS"}',
  values: form({}),
};

test('a form that comes twice asks for the same silence', async () => {
  const asked: { silence: Silence; id: string | undefined }[] = [];
  const bot: Bot = {
    async *groups() {},
    group: async () => undefined,
    firing: async () => [],
    silences: async () => asked.map(({ silence }) => silence),
    async ask(event, id) {
      if (event.type === 'silence') asked.push({ silence: event.silence, id });
    },
    now: () => NOW,
  };
  for (const traceId of ['first', 'second']) {
    const step = await SILENCE_VIEW.prepare({
      request: {
        type: 'view',
        id: traceId,
        traceId,
        at: NOW,
        person: { id: 'U0ANA', name: 'ana' },
        view: VIEW,
      },
      asker: { id: 'U0ANA', name: 'Ana Ruiz', actor: 'slack:U0ANA', role: 'responder', why: '' },
      ...noTools(() => NOW),
      bot,
    });
    expect(step.role).toBe('responder');
    if ('run' in step) await step.run();
  }
  expect(asked).toHaveLength(2);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  expect(new Set(asked.map(({ silence }) => silence.id)).size).toBe(1);
});
