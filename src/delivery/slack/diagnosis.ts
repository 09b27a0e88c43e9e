import type { Diagnosis } from '../../engine/ports/troubles.ts';
import type { DeliveryResult } from '../adapter.ts';

type Words = Omit<Diagnosis, 'concerns'>;

type Rejection = DeliveryResult & { readonly outcome: 'reject' };

const NEW_TOKEN =
  'Install the app into the workspace again and put its bot token into slack.bot_token (SLACK_BOT_TOKEN), then restart the bot or reload its config.';

/** Errors that concern everything the bot does in Slack. */
const OF_THE_SERVICE: Readonly<Record<string, Words>> = {
  token_revoked: { problem: "the bot's token was revoked", remedy: NEW_TOKEN },
  token_expired: { problem: "the bot's token has expired", remedy: NEW_TOKEN },
  invalid_auth: { problem: "the bot's token is not valid", remedy: NEW_TOKEN },
  not_authed: { problem: "the bot's token is not valid", remedy: NEW_TOKEN },
  account_inactive: {
    problem: 'the app was removed from the workspace, or the workspace was deactivated',
    remedy: NEW_TOKEN,
  },
  org_login_required: {
    problem: 'the workspace is being moved into an organisation',
    remedy: 'Wait until the migration is over; if it is, install the app again.',
  },
  missing_scope: {
    problem: 'the app lacks a permission',
    remedy: 'Add the scopes of deploy/slack-manifest.yaml to the app and install it again.',
  },
  no_permission: {
    problem: 'the app lacks a permission',
    remedy: 'Add the scopes of deploy/slack-manifest.yaml to the app and install it again.',
  },
};

const READ_ONLY: Words = {
  problem: 'the bot may not post there',
  remedy: 'Have an admin allow the app to post in it, or name another channel in the config.',
};

const ARCHIVED: Words = {
  problem: 'the channel is archived',
  remedy: 'Unarchive it, or name another channel in the config.',
};

/** Errors that concern one channel, or one person. */
const OF_THE_ADDRESS: Readonly<Record<string, Words>> = {
  is_archived: ARCHIVED,
  is_inactive: ARCHIVED,
  channel_not_found: {
    problem: 'there is no such channel, or it is private and the bot is not in it',
    remedy:
      'If it was renamed, write its new name, or its id (it survives renames), into the config; if it is private, invite the bot there.',
  },
  not_in_channel: {
    problem: 'the bot is not in the channel',
    remedy: 'Invite it there (/invite), or give the app the scope chat:write.public.',
  },
  user_not_found: {
    problem: 'there is no such user any more',
    remedy: 'Name somebody else in the config.',
  },
  user_disabled: {
    problem: 'the user was deactivated',
    remedy: 'Name somebody else in the config.',
  },
  cannot_dm_bot: {
    problem: 'the user is a bot, which reads nothing',
    remedy: 'Name a person or a channel in the config.',
  },
  messages_tab_disabled: {
    problem: "the app's messages are switched off",
    remedy: 'Switch the Messages tab on in the app’s settings (App Home).',
  },
  restricted_action: READ_ONLY,
  restricted_action_read_only_channel: READ_ONLY,
  restricted_action_thread_only_channel: READ_ONLY,
  restricted_action_non_threadable_channel: READ_ONLY,
};

/**
 * A call that Slack refused, with what is wrong and what to do where its error tells.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
export function refusal(error: string): Rejection {
  const ofService = wordsFor(error, OF_THE_SERVICE);
  if (ofService !== undefined) return refused(error, { concerns: 'service', ...ofService });
  const ofAddress = wordsFor(error, OF_THE_ADDRESS);
  return refused(error, ofAddress && { concerns: 'address', ...ofAddress });
}

function wordsFor(error: string, all: Readonly<Record<string, Words>>): Words | undefined {
  return Object.hasOwn(all, error) ? all[error] : undefined;
}

function refused(why: string, diagnosis: Diagnosis | undefined): Rejection {
  return { outcome: 'reject', why, ...(diagnosis !== undefined && { diagnosis }) };
}
