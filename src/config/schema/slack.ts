import { z } from 'zod';
import { checkUrl } from './addresses.ts';
import { checked, oneOf, secret } from './fields.ts';

const API = 'https://slack.com/api/';

/** The workspace. Without a bot token the bot logs what it would post. */
export const slackSchema = z.strictObject({
  bot_token: secret('optional').default(''),
  app_token: secret('optional').default(''),
  signing_secret: secret('optional').default(''),
  mode: oneOf(['socket', 'http']).default('socket'),
  api_url: checked((text) => checkUrl(text, ['https', 'http'], API)).default(API),
});
