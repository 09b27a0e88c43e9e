import { z } from 'zod';
import { checkUrl, parseListen } from './addresses.ts';
import { parsed } from './fields.ts';

/** The bot's own port, and the address under which people reach it (without a slash at the end). */
export const httpSchema = z.strictObject({
  listen: parsed(parseListen).default({ host: '127.0.0.1', port: 8080 }),
  public_url: parsed((text) => {
    if (text !== '') checkUrl(text, ['https', 'http'], 'https://tocsin.example.com');
    return text.replace(/\/+$/, '');
  }).default(''),
});
