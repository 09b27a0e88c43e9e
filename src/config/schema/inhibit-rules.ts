import { z } from 'zod';
import { matcherList } from './matcher-list.ts';

const rule = z.strictObject({
  name: z.string().optional(),
  source_matchers: matcherList().default([]),
  target_matchers: matcherList().default([]),
  equal: z.array(z.string()).default([]),
});

/** Which firing alerts mute which others, as in Alertmanager. */
export const inhibitRulesSchema = z.array(rule).default([]);
