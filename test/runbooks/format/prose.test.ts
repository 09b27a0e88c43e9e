import { expect, test } from 'vitest';
import { proseOf } from '../../../src/runbooks/format/prose.ts';

test('where a line of the file ends is no matter, but of what an alert says, and of commands, it is', () => {
  const markdown = 'It takes minutes, and\nis safer: {{ x }}\n\n- one\n  thing\n\n```sh\na\nb\n```';
  const prose = proseOf(markdown, (text) => text.replace('{{ x }}', 'y\nz'));
  expect(prose).toMatchObject([
    { runs: [{ text: 'It takes minutes, and is safer: y\nz' }] },
    { kind: 'item', runs: [{ text: 'one thing' }] },
    { kind: 'code', text: 'a\nb' },
  ]);
});
