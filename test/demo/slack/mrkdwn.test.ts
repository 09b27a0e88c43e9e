import { describe, expect, it } from 'vitest';
import { renderMrkdwn } from '../../../demo/slack/small/mrkdwn.ts';

const NAMES: Readonly<Record<string, string>> = { U1: 'ana', C1: 'ops' };
const render = (text: string): string => renderMrkdwn(text, (id) => NAMES[id]).html;

const link = (href: string, label: string): string =>
  `<a href="${href}" target="_blank" rel="noreferrer">${label}</a>`;

describe('mrkdwn', () => {
  it.each([
    ['*P0* critical', '<b>P0</b> critical'],
    ['_so_ and ~so~', '<i>so</i> and <s>so</s>'],
    ['*_both_*', '<b><i>both</i></b>'],
    ['`a *b* <c>`', '<code>a *b* &lt;c&gt;</code>'],
    ['```\na\n b```', '<pre>a\n b</pre>'],
    ['<https://e.com/a_b_c|Console (e.com)>', link('https://e.com/a_b_c', 'Console (e.com)')],
    ['<https://e.com/?a=1&b=2>', link('https://e.com/?a=1&amp;b=2', 'https://e.com/?a=1&amp;b=2')],
    ['*<https://e.com/|x>*', `<b>${link('https://e.com/', 'x')}</b>`],
    ['<@U1> <@U9> <#C1|old>', ['@ana', '@U9', '#ops'].map(mention).join(' ')],
    ['<!here> <!subteam^S1|@oncall>', ['@here', '@oncall'].map(mention).join(' ')],
  ])('shows %j as Slack does', (text, html) => {
    expect(render(text)).toBe(html);
  });

  it.each(['2*3*4', 'snake_case_name', '* no *', 'a * b', '*two\nlines*', '***', '', 'one\n  two'])(
    'leaves %j as it is',
    (text) => {
      expect(render(text)).toBe(text);
    },
  );

  it.each(['javascript:alert(1)|x', 'data:text/html,x', '\u200b!channel', 'nonsense'])(
    'makes no link of <%s>',
    (inside) => {
      expect(render(`<${inside}>`)).toBe(`&lt;${inside}&gt;`);
    },
  );

  it('takes long nonsense without stalling', () => {
    for (const sign of ['*', '_', '~', '`', '<', '*a', '*a ', '<a|']) {
      const begun = performance.now();
      render(sign.repeat(10_000));
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});

function mention(text: string): string {
  return `<span class="mention">${text}</span>`;
}
