import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { hasErrors, startProblems } from '../../src/config/problem.ts';
import { problemLines } from './problem-lines.ts';

const RECEIVERS = `
route: { receiver: mail }
receivers: [ { name: mail, email: [ { to: ana@example.com } ] } ]
`;
const HINT = 'write smtp: { url: "${SMTP_URL}", from: tocsin@example.com }';

test('a receiver of mail without a mail server is a warning, and an error for a bot that starts', () => {
  const { problems } = loadConfig({ path: 't.yaml', text: RECEIVERS, env: {} });
  expect(problemLines(RECEIVERS)).toEqual([
    `t.yaml:3:35: warning: receivers[0].email: there is no smtp.url to send it over; ${HINT}`,
  ]);
  expect(hasErrors(problems)).toBe(false);
  expect(hasErrors(startProblems(problems))).toBe(true);
});

test('a mail server without a sender is an error', () => {
  expect(problemLines('smtp: { url: smtp://mail.example.com }')).toEqual([
    `t.yaml:1:7: smtp: there is no from; ${HINT}`,
  ]);
});

test.each([
  'smtp: { url: smtp://mail.example.com, from: tocsin@example.com }',
  'smtp: { url: "${SMTP_URL:-}", from: tocsin@example.com }',
])('%s is all that mail needs', (smtp) => {
  expect(problemLines(`${smtp}${RECEIVERS}`)).toEqual([]);
});

test('what is wrong with the mail server is said once', () => {
  expect(problemLines(`smtp: { url: "http://mail", from: me }${RECEIVERS}`)).toEqual([
    't.yaml:1:14: smtp.url: the address does not begin with smtp:// or smtps://; write a URL such as smtp://user:password@mail.example.com:587',
    't.yaml:1:35: smtp.from: "me" is not an e-mail address; write name@example.com',
  ]);
});
