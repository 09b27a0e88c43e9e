import { Lexer } from 'marked';
import { describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../../src/runbooks/incidents/report-markdown.ts';
import { incidentReport, type IncidentRecord } from '../../../src/runbooks/incidents/report.ts';
import { after, INCIDENT, RECORD, RESPONSE_TIMES, RUN, WALK } from './records.ts';

const reportOf = (more: Partial<IncidentRecord> = {}) =>
  incidentReport({ ...RECORD, ...more }, RESPONSE_TIMES);

describe('the timeline of an incident', () => {
  test('has everything in order, each thing once, with who did it', () => {
    const { lines } = reportOf().timeline;
    expect(
      lines.map(({ source, by, text }) => [source, by, text].filter(Boolean).join(' · ')),
    ).toEqual([
      'model · FeatureDrift, warning, was told',
      'deployment · orders-api v41 began to be deployed',
      'deployment · orders-api v41 was deployed',
      'alert · High error rate · orders-api began to fire',
      'alert · Slack #ops was told of High error rate · orders-api, critical (first notification)',
      'incident · Ana Ruiz · opened the incident',
      'alert · Ana Ruiz · acknowledged High error rate · orders-api',
      'runbook · Ana Ruiz · High error rate: begun',
      'runbook · Ana Ruiz · High error rate, step 1 “Which error is it?”: done: timeouts',
      'runbook · Bo Li · High error rate, step 2 “Look at the provider”: skipped: the provider is fine',
      'incident · Ana Ruiz · identified: it is v41',
      'action · Ana Ruiz · Roll back orders-api: Ana Ruiz asked for it',
      'action · Roll back orders-api: it runs v40',
      'incident · Ana Ruiz · mitigated',
      'runbook · High error rate: finished',
      'alert · High error rate · orders-api is over',
      'incident · Ana Ruiz · resolved: v41 lost the connection pool.',
      'incident · Ana Ruiz · to do (1): Test the pool before it is deployed',
      'incident · Ana Ruiz · to do (2): Write the runbook',
      'incident · Bo Li · done (2)',
    ]);
  });

  test('is the same however its sources come', () => {
    const { timeline } = reportOf();
    const doubled = { walks: [WALK, WALK], runs: [RUN, RUN] };
    expect(reportOf(doubled).timeline).toEqual(timeline);
  });

  test('that is very long keeps its beginning and its end, and says what is left out', () => {
    const entries = Array.from({ length: 900 }, (_, index) => ({
      at: after(50 + index),
      what: 'noted' as const,
      text: `note ${index}`,
    }));
    const incident = { ...INCIDENT, entries: [...INCIDENT.entries, ...entries] };
    const { lines, leftOut } = reportOf({ incident }).timeline;
    expect([lines.length, leftOut]).toEqual([400, 520]);
    expect([lines[0]?.source, lines.at(-1)?.text]).toEqual(['model', 'note: note 899']);
  });

  test('of which the history is gone still has what the incident knows', () => {
    const texts = reportOf({ moments: [] }).timeline.lines.map(({ text }) => text);
    expect(texts).toContain('has it on: acknowledged High error rate · orders-api');
    expect(texts).toContain('High error rate · orders-api is over');
  });
});

describe('the times of an incident', () => {
  test('count from its beginning, each against its target', () => {
    const minutes = reportOf().times.map(({ name, took = 0, target, isLate }) => [
      name,
      took / 60_000,
      target === undefined ? undefined : target / 60_000,
      isLate,
    ]);
    expect(minutes).toEqual([
      ['detection', 2, 5, false],
      ['response', 17, 15, true],
      ['mitigation', 25, undefined, undefined],
      ['repair', 42, 30, true],
    ]);
  });

  test('that it has not come to are left open', () => {
    const {
      resolvedAt: _,
      mitigatedAt: _mitigated,
      acknowledgedAt: _known,
      ...incident
    } = INCIDENT;
    expect(reportOf({ incident }).times).toMatchObject([
      { name: 'detection', took: 120_000 },
      { name: 'response', target: 900_000 },
      { name: 'mitigation' },
      { name: 'repair', target: 1_800_000 },
    ]);
  });
});

describe('the report in Markdown', () => {
  test('reads from top to bottom', async () => {
    await expect(reportMarkdown(reportOf())).toMatchFileSnapshot('report.md');
  });

  test('is the same of the same record', () => {
    expect(reportMarkdown(reportOf())).toBe(reportMarkdown(reportOf()));
  });

  test('of a drill says so first', () => {
    const drill = reportMarkdown(reportOf({ incident: { ...INCIDENT, isDrill: true } }));
    expect(drill).toMatch(/^# DRILL: INC-12: Checkout is down\n\n> \*\*DRILL\.\*\*/u);
  });

  test('for a canvas has no title, and no table beyond 300 cells', () => {
    const entries = Array.from({ length: 70 }, (_, index) => ({
      at: after(50),
      what: 'follow-up' as const,
      number: index + 1,
      text: 'x',
    }));
    const canvas = reportMarkdown(reportOf({ incident: { ...INCIDENT, entries } }), 'canvas');
    const tokens = new Lexer().lex(canvas);
    expect(tokens.filter((one) => one.type === 'heading' && one['depth'] === 1)).toEqual([]);
    const cells = tokens.flatMap((one) =>
      one.type === 'table' ? [(one['rows'].length + 1) * one['header'].length] : [],
    );
    expect(Math.max(...cells)).toBeLessThanOrEqual(300);
    expect(canvas).toContain('- **70** x');
    expect(canvas).not.toMatch(/<\w/u);
  });

  test('has no headings, links or HTML of those who wrote in it', () => {
    const evil = '# x](https://evil.example) <img src=x> | ![](@U1)\n# y\n---';
    const groups = INCIDENT.groups.map((one) => ({ ...one, title: evil }));
    const incident = {
      ...INCIDENT,
      title: evil,
      groups,
      resolution: { text: evil, impact: evil },
      entries: [{ at: after(1), what: 'noted' as const, text: evil, by: evil }],
    };
    const walk = { ...WALK, title: evil, results: [{ ...WALK.results[0], note: evil }] };
    const report = incidentReport(
      { ...RECORD, incident, walks: [walk as typeof WALK], runs: [{ ...RUN, title: evil }] },
      RESPONSE_TIMES,
    );
    const headings = (of: typeof report) =>
      new Lexer().lex(reportMarkdown(of)).filter(({ type }) => type === 'heading').length;
    expect(headings(report)).toBe(headings(reportOf({ runs: [RUN] })));
    expect(JSON.stringify(new Lexer().lex(reportMarkdown(report)))).not.toMatch(
      /"href":"https:\/\/evil|"type":"(?:html|image)"/u,
    );
  });
});
