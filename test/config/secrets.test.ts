import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { hasErrors, startProblems } from '../../src/config/problem.ts';
import { writtenIntegrations } from '../../src/config/integrations.ts';
import { problemLines } from './problem-lines.ts';

const KEY = '0123456789abcdef0123456789abcdef';

describe('a variable that is not set', () => {
  test('is a warning where a secret belongs, and an error for a bot that starts', () => {
    const { config, problems } = loadConfig({ text: 'slack: { bot_token: "${TOKEN}" }', env: {} });
    expect(config?.slack.bot_token).toBe('');
    expect(problems).toEqual([
      {
        severity: 'warning',
        kind: 'missing-secret',
        file: 'tocsin.yaml',
        line: 1,
        column: 21,
        message: 'slack.bot_token: ${TOKEN} is not set',
        hint: 'set TOKEN, or write ${TOKEN:-} to leave it empty',
      },
    ]);
    expect(hasErrors(problems)).toBe(false);
    expect(hasErrors(startProblems(problems))).toBe(true);
  });

  test('is an error elsewhere', () => {
    expect(problemLines('http: { listen: "127.0.0.1:${PORT}" }')).toEqual([
      't.yaml:1:17: http.listen: ${PORT} is not set; set PORT, or write ${PORT:-default}',
    ]);
  });

  test('is no problem with a default', () => {
    expect(problemLines('slack: { bot_token: "${TOKEN:-}" }\ndata_dir: ${DIR:-/data}')).toEqual([]);
  });
});

test('a secret that is set to nothing is missing, unless its default says that this is fine', () => {
  expect(problemLines('slack: { bot_token: "${TOKEN}" }', { TOKEN: '' })).toEqual([
    't.yaml:1:21: warning: slack.bot_token: ${TOKEN} is empty; set TOKEN, or write ${TOKEN:-}',
  ]);
});

test('in HTTP mode the signing secret is missed, for anybody could send; in Socket Mode it is not', () => {
  const http = 'slack: { bot_token: xoxb-1, mode: http }';
  expect(problemLines(http)).toEqual([
    't.yaml:1:35: warning: slack.signing_secret is empty, and slack.mode is http; write it (the app’s Basic Information, Signing Secret), or mode: socket',
  ]);
  expect(problemLines('slack: { bot_token: xoxb-1, mode: http, signing_secret: s3cret }')).toEqual(
    [],
  );
  expect(problemLines('slack: { bot_token: xoxb-1 }')).toEqual([]);
});

test('a secret without which a page would go nowhere is missed when it is empty', () => {
  const receivers = 'receivers: [ { name: a, pagerduty: [ { routing_key: "${KEY:-}" } ] } ]';
  expect(problemLines(`${receivers}\nroute: { receiver: a }`)).toEqual([
    't.yaml:1:53: warning: receivers[0].pagerduty[0].routing_key: is empty; write the secret, ${NAME} or { file: path }',
  ]);
  expect(problemLines('intake: { webhooks: { tocsin: { token: "" } } }')).toHaveLength(1);
});

test('what comes from the environment is never read as YAML', () => {
  const env = { NAME: 'a, extra: {x: 1}}]\nroute: {receiver: b}', CHANNEL: '#a' };
  const text = 'receivers: [ { name: "${NAME}", slack: [ { channel: "${CHANNEL}" } ] } ]';
  const { config } = loadConfig({ text, env });
  expect(config?.receivers.map(({ name }) => name)).toEqual([env.NAME, 'log']);
});

describe('{ file: path }', () => {
  const text = `
intake: { webhooks: { tocsin: { token: { file: secrets/token } } } }
receivers: [ { name: a, pagerduty: [ { routing_key: { file: "\${DIR}/key" } } ] } ]
`;

  test('is read from beside the config, and trimmed', () => {
    const asked: string[] = [];
    const { config } = loadConfig({
      path: '/etc/tocsin/tocsin.yaml',
      text,
      env: { DIR: '/run/secrets' },
      readFile: (file) => {
        asked.push(file);
        return file.endsWith('key') ? `${KEY}\n` : '  s3cret\n';
      },
    });
    expect(asked).toEqual(['/etc/tocsin/secrets/token', '/run/secrets/key']);
    expect(config?.intake.webhooks.tocsin).toMatchObject({ token: 's3cret' });
    const written = config?.receivers.flatMap(writtenIntegrations);
    expect(written?.map(({ settings }) => settings)).toContainEqual({
      kind: 'pagerduty',
      routing_key: KEY,
    });
  });

  test('is not set while its file is not there: a warning, and an error for a bot that starts', () => {
    const text = 'slack: { bot_token: { file: /run/secrets/slack } }';
    expect(problemLines(text)).toEqual([
      't.yaml:1:21: warning: slack.bot_token: the file "/run/secrets/slack" can\'t be read: there is no such file; check the path',
    ]);
    const { problems } = loadConfig({ text, env: {} });
    expect(hasErrors(problems)).toBe(false);
    expect(hasErrors(startProblems(problems))).toBe(true);
  });

  test.each(['EACCES', 'EISDIR'])('is an error when it fails with %s', (code) => {
    const { problems } = loadConfig({
      text: 'slack: { bot_token: { file: x } }',
      env: {},
      readFile: () => {
        throw Object.assign(new Error('no'), { code });
      },
    });
    expect(problems.map(({ kind }) => kind)).toEqual(['unreadable-file']);
  });

  test('has a wrong shape, or stands where no secret belongs', () => {
    expect(problemLines('slack: { bot_token: { path: x } }')).toEqual([
      't.yaml:1:21: slack.bot_token must be text or { file: path }; write ${NAME}',
    ]);
    expect(problemLines('data_dir: { file: x }')).toEqual([
      't.yaml:1:11: data_dir must be text, not a map; write one value',
    ]);
  });

  test('is an ordinary label in a map of labels', () => {
    const { config } = loadConfig({ text: 'classify: [ { labels: { file: x } } ]', env: {} });
    expect(config?.classify[0]?.labels).toEqual({ file: 'x' });
  });
});

test("PagerDuty's certificate is looked for beside the config", () => {
  const source = {
    path: '/etc/tocsin/tocsin.yaml',
    text: 'pagerduty: { ca_file: ca.pem }',
    env: {},
  };
  const found = loadConfig({ ...source, readFile: () => 'PEM' });
  expect(found.config?.pagerduty.ca_file).toBe('/etc/tocsin/ca.pem');
  expect(problemLines('pagerduty: { ca_file: /x/ca.pem }')).toEqual([
    't.yaml:1:23: pagerduty.ca_file: the file "/x/ca.pem" can\'t be read: there is no such file; check the path',
  ]);
});

test('problems never show a secret', () => {
  const text = `
redis: { url: "redis//:hunter2@x" }
smtp: { url: "http://u:hunter2@x" }
receivers: [ { name: a, pagerduty: [ { routing_key: hunter2 } ], webhook: [ { url: "ftp://hunter2" } ] } ]
`;
  const lines = problemLines(text);
  expect(lines).toHaveLength(4);
  expect(lines.join('\n')).not.toContain('hunter2');
});

describe('the secret of a webhook', () => {
  const lines = (rest: string) =>
    problemLines(
      `route: { receiver: a }\nreceivers: [ { name: a, webhook: [ { url: "http://h/", ${rest} } ] } ]`,
    );

  test('is whsec_ and base64 of 24 to 64 bytes', () => {
    expect(lines('secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual([]);
    expect(lines('secret: hunter2')[0]).toMatch(
      /webhook\[0\]\.secret: the secret is not whsec_ and base64; write whsec_ and what/u,
    );
    expect(lines('secret: whsec_aHVudGVyMg==')[0]).toMatch(/has 7 bytes, not 24 to 64/u);
    expect(lines('secret: hunter2').join()).not.toContain('hunter2');
  });

  test('may come with a token, which has no place beside credentials in the address', () => {
    const text = 'receivers: [ { name: a, webhook: [ { url: "http://u:p@h/", token: t } ] } ]';
    expect(problemLines(text)[0]).toMatch(/token: the url has credentials already; leave one/u);
    expect(lines('token: t')).toEqual([]);
  });
});
