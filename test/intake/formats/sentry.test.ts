import { describe, expect, it } from 'vitest';
import { sentry } from '../../../src/intake/formats/sentry.ts';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT } from '../support/alarms.ts';
import { sentryEventAlert, sentryIssue } from '../support/webhooks.ts';

function parse(message: object) {
  return parseMessage(JSON.stringify(message), CONTEXT);
}

function statusOf(message: object): string | undefined {
  return parse(message).signals[0]?.status;
}

describe('an issue of Sentry', () => {
  it('that is new is a state', () => {
    expect(parse(sentryIssue('created'))).toEqual({
      source: 'sentry',
      signals: [
        {
          id: 'm-1',
          source: 'sentry',
          nature: 'state',
          status: 'firing',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/u),
          labels: {
            alertname: 'KeyError: price',
            severity: 'warning',
            project: 'shop',
            level: 'error',
          },
          annotations: {
            summary: 'New error in shop: KeyError: price',
            description: 'cart in total',
            issue: 'SHOP-7',
            events: '3',
            users: '2',
          },
          links: [{ title: 'Sentry', url: 'https://acme.sentry.io/issues/4711/' }],
          defaultSeverity: 'warning',
          startsAt: Date.parse('2026-03-01T09:59:00Z'),
          changedAt: Date.parse('2026-03-01T09:59:00Z'),
          resends: false,
        },
      ],
    });
  });

  it('that was resolved and came back fires again, since the error that brought it back', () => {
    const [signal] = parse(sentryIssue('unresolved', { substatus: 'regressed' })).signals;
    expect(signal).toMatchObject({
      status: 'firing',
      annotations: { summary: 'Resolved error came back in shop: KeyError: price' },
      startsAt: Date.parse('2026-03-01T09:59:30Z'),
      changedAt: CONTEXT.sentAt,
    });
  });

  it.each([
    ['created', {}, 'firing'],
    ['unresolved', { substatus: 'regressed' }, 'firing'],
    ['unresolved', { substatus: 'escalating' }, 'firing'],
    ['unresolved', { substatus: undefined }, 'firing'],
    ['unresolved', { substatus: 'ongoing' }, undefined],
    ['resolved', {}, 'resolved'],
    ['archived', {}, 'resolved'],
    ['ignored', {}, 'resolved'],
    ['assigned', {}, undefined],
    // Told as it is: nobody knows what these mean.
    ['toString', {}, 'firing'],
    ['escalated', {}, 'firing'],
    ['unresolved', { substatus: 'smouldering' }, 'firing'],
  ])('of which the action is %s and more is %j means %s', (action, changes, status) => {
    expect(statusOf(sentryIssue(action, changes))).toBe(status);
  });

  it('is the same alert in all that is said of it', () => {
    const all = [
      sentryIssue('created'),
      sentryIssue('resolved', { title: 'KeyError: amount' }),
      sentryIssue('unresolved', { id: 4711, substatus: 'regressed' }),
      sentryEventAlert(),
    ];
    const prints = all.map((one) => parse(one).signals[0]?.fingerprint);
    expect(new Set(prints).size).toBe(1);
    expect(prints[0]).not.toBe(
      parse(sentryIssue('created', { id: '4712' })).signals[0]?.fingerprint,
    );
  });
});

describe('an issue alert of Sentry', () => {
  it('is about the issue of its event, and ordered by when Sentry got that', () => {
    expect(parse(sentryEventAlert()).signals).toMatchObject([
      {
        status: 'firing',
        nature: 'state',
        labels: {
          alertname: 'KeyError: price',
          project: 'shop',
          level: 'error',
          environment: 'prod',
          severity: 'warning',
        },
        annotations: {
          summary: 'Error in shop: KeyError: price',
          triggered_rule: 'Payments',
          release: 'shop@1.4.0',
        },
        links: [{ title: 'Sentry', url: 'https://acme.sentry.io/issues/4711/events/e4874d66/' }],
        startsAt: Date.parse('2026-03-01T09:59:50Z'),
        changedAt: 1_772_359_200_500,
      },
    ]);
  });

  it('may say how bad it is in a tag, and have tags that can not be read', () => {
    const tags = [null, ['severity', 'critical'], ['alone'], 7];
    expect(parse(sentryEventAlert({ tags })).signals[0]?.severity).toBe('critical');
    expect(statusOf(sentryEventAlert({ tags: 'none' }))).toBe('firing');
  });
});

describe('what else Sentry posts', () => {
  const read = (data: object, action = 'created') => {
    const reading = sentry.read({ action, data });
    return reading.ok ? reading.signals(CONTEXT) : reading.why;
  };

  it.each([
    ['each single event', { error: { title: 'x' } }],
    ['a comment', { comment_id: 1, comment: 'fixed?' }],
    ['its installation', { installation: { uuid: 'x' } }],
  ])('opens nothing when it is %s', (_, data) => {
    expect(read(data)).toEqual([]);
  });

  it('is told as text when it may be an alert of a kind nobody knows', () => {
    const data = {
      metric_alert: { id: '1' },
      description_title: 'Too many errors',
      description: 'x',
    };
    expect(read(data, 'critical')).toMatchObject([{ source: 'text', status: 'firing' }]);
  });

  it('is refused when it is not of Sentry at all', () => {
    expect(sentry.read({ hello: 'world' })).toMatchObject({ ok: false });
    expect(sentry.read([])).toMatchObject({ ok: false });
  });
});
