import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';

/** What each config has that says whom to tell. */
const TELLING = `
slack: { bot_token: xoxb-1, app_token: xapp-1 }
route: { receiver: ops }
receivers: [ { name: ops, slack: [ { channel: "#ops" } ] } ]
`;
const PAGES = ['actions', 'automation', 'checklists', 'incidents', 'runbooks'];

describe('a config can be had from', () => {
  test.each(PAGES)('the example in docs/%s.md', (page) => {
    const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
    const example = /^```yaml\n(?<yaml>[^]*?)^```$/mu.exec(text)?.groups?.['yaml'];
    expect(example).toBeDefined();
    const { problems } = loadConfig({ text: TELLING + example, env: {} });
    expect(problems.map(problemText)).toEqual([]);
  });
});
