import { z } from 'zod';
import { parseMatchers } from '../matchers.ts';
import { checked } from './fields.ts';

/** A list of matcher texts, each checked. They stay texts: the policy compiles them. */
export function matcherList() {
  return z.array(checked(parseMatchers));
}
