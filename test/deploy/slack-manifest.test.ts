import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { REGISTRY } from '../../src/handlers/index.ts';

const manifestText = readFileSync('deploy/slack-manifest.yaml', 'utf8');

const manifest = z
  .object({
    features: z.object({
      slash_commands: z.array(
        z.strictObject({
          command: z.string(),
          description: z.string().max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.literal(true),
        }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      socket_mode_enabled: z.literal(true),
      interactivity: z.object({ is_enabled: z.literal(true) }),
    }),
  })
  .parse(parse(manifestText));

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'metadata.message:read'];

/**
 * The scopes that each method of the Web API is called with.
 * Source: https://docs.slack.dev/reference/methods, "Required scopes" of each.
 */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'conversations.archive': ['channels:manage'],
  'conversations.create': ['channels:manage'],
  'conversations.history': HISTORY,
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.invite': ['channels:manage'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': HISTORY,
  'conversations.setTopic': ['channels:manage'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'files.list': ['files:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** The methods that the sources call, of a client that is called `slack` or `client`. */
function calledMethods(): readonly string[] {
  const sources = globSync('src/{delivery,handlers,app}/**/*.ts').map((path) =>
    readFileSync(path, 'utf8'),
  );
  const calls = sources.flatMap((source) => [
    ...source.matchAll(/\b(?:slack|client|web)\.([a-z]+(?:\.[A-Za-z]+)+)\(/gu),
  ]);
  return [...new Set(calls.map(([, method = '']) => method))];
}

test('every command is in the manifest, and nothing else', () => {
  const listed = manifest.features.slash_commands.map(({ command }) => command);
  expect(listed.toSorted()).toEqual(REGISTRY.commands.map(({ name }) => name).toSorted());
});

test('the manifest has the scopes of what is called, and no others', () => {
  const called = calledMethods();
  expect(called).toContain('chat.postMessage');
  expect(called.filter((method) => SCOPES_OF[method] === undefined)).toEqual([]);
  const needed = new Set(['commands', ...called.flatMap((method) => SCOPES_OF[method] ?? [])]);
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
});

test('every scope is there for a stated reason', () => {
  for (const scope of manifest.oauth_config.scopes.bot) {
    expect(manifestText).toMatch(new RegExp(`^ +- ${scope} +# \\S`, 'm'));
  }
});
