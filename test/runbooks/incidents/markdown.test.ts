import * as fc from 'fast-check';
import { Lexer, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { inline, linkTo, tableOf } from '../../../src/runbooks/incidents/markdown.ts';

/** The kinds of tokens that a reader of Markdown finds, and the text that is left to be read. */
function read(markdown: string): { readonly kinds: ReadonlySet<string>; readonly text: string } {
  const kinds = new Set<string>();
  let text = '';
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      kinds.add(token.type);
      const inner: unknown = 'tokens' in token ? token.tokens : undefined;
      if (token.type === 'list') walk(token['items']);
      else if (Array.isArray(inner)) walk(inner);
      else if ('text' in token && typeof token.text === 'string') text += token.text;
    }
  };
  walk(new Lexer({ gfm: true }).lex(markdown));
  return { kinds, text };
}

const PLAIN = new Set(['list', 'list_item', 'text', 'escape', 'space']);

const HOSTILE = [
  '**bold** _x_ ~~y~~ `code`',
  '[link](https://evil.example) ![x](https://evil.example)',
  '<https://evil.example> https://evil.example www.evil.example a@evil.example',
  '<script>alert(1)</script> <!channel> <@U1>',
  '# heading',
  '- list',
  '1. list',
  '[ ] task',
  '> quote',
  '| cell | cell |',
  '--- ===',
  '![](@U123) &lt;b&gt; \\',
];

describe('a text of somebody in a line of Markdown', () => {
  test.each(HOSTILE)('is read as it is: %s', (text) => {
    const found = read(`- ${inline(text)}`);
    expect([...found.kinds].filter((kind) => !PLAIN.has(kind))).toEqual([]);
    expect(found.text).toBe(text);
  });

  test('is read as it is, whatever it is', () => {
    const sign = fc.constantFrom(...'*_`[]()<>#|~&!@:/.-+=\\ \n"x1w'.split(''), ...HOSTILE);
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 20 }), (signs) => {
        const text = signs.join('');
        const line = text.replaceAll(/\s+/gu, ' ').trim();
        const found = read(`- x ${inline(text)} y\n- ${inline(text)}`);
        expect([...found.kinds].filter((kind) => !PLAIN.has(kind))).toEqual([]);
        expect(found.text).toBe(line === '' ? 'x  y' : `x ${line} y${line}`);
      }),
    );
  });

  test('is one cell of a table', () => {
    const rows = HOSTILE.map((text) => [inline(text), 'b']);
    const [table] = new Lexer({ gfm: true }).lex(tableOf(['A', 'B'], rows, 1_000).join('\n'));
    expect(table).toMatchObject({ type: 'table' });
    const cells: readonly unknown[] = table?.type === 'table' ? table['rows'] : [];
    expect(cells).toHaveLength(HOSTILE.length);
  });

  test('is cut where it is long', () => {
    expect(inline('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`);
  });
});

test('a link is one to the web, and shows its host', () => {
  expect(linkTo('look', 'https://ci.example/a_(b)?x=1')).toBe(
    '[look (ci.example)](https://ci.example/a%5F%28b%29?x=1)',
  );
  expect([linkTo('look', 'javascript:alert(1)'), linkTo('look', undefined)]).toEqual(['', '']);
});

test('a table that would have too many cells is a list', () => {
  const rows = [
    ['1', 'a', ''],
    ['2', 'b', 'c'],
  ];
  expect(tableOf(['x', 'y', 'z'], rows, 8)).toEqual(['- **1** a', '- **2** b · c']);
  expect(tableOf(['x', 'y', 'z'], rows, 9)).toHaveLength(4);
});
