import { expect, test } from 'vitest';
import { substitute } from '../../src/config/substitute.ts';

const env = { HOST: 'example.com', EMPTY: '', ODD: '${HOST}' };

test.each([
  ['https://${HOST}/x', 'https://example.com/x'],
  ['${HOST:-other}', 'example.com'],
  ['${NOT_SET:-other}', 'other'],
  ['${EMPTY:-other}', 'other'],
  ['${NOT_SET:-}', ''],
  ['${NOT_SET:-a:-b}', 'a:-b'],
  ['$${HOST}', '${HOST}'],
  ['$HOST ends in $', '$HOST ends in $'],
  ['${ODD}', '${HOST}'],
])('%s becomes %s', (text, expected) => {
  expect(substitute(text, env)).toEqual({ text: expected, missing: [], empty: [] });
});

test('variables that are not set, or set to nothing, are named', () => {
  const found = substitute('${A}-${EMPTY}-${B}', env);
  expect(found).toEqual({ text: '--', missing: ['A', 'B'], empty: ['EMPTY'] });
});

test.each(['${', '${}', '${1A}', '${A B}', '${A:=b}', '${A'])('%s is refused', (text) => {
  expect(() => substitute(text, env)).toThrow(
    expect.objectContaining({
      message: `${text} is not a reference to a variable`,
      hint: 'write ${NAME} or ${NAME:-default}; $${ stands for a literal ${',
    }),
  );
});
