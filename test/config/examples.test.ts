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

describe('the bot takes the config', () => {
  test.each(PAGES)('that is the example in docs/%s.md', (page) => {
    const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
    const example = /^```yaml\n(?<yaml>[^]*?)^```$/mu.exec(text)?.groups?.['yaml'];
    expect(example).toBeDefined();
    const { config, problems } = loadConfig({ text: TELLING + example, env: {} });
    // What is in files that are not there is but a warning.
    if (config === undefined) throw new Error(problems.map(problemText).join('\n'));
  });
});
