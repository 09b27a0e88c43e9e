import { schedulesIn } from '../../alert/on-call-mention.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checked } from './fields.ts';

/** Who is called in Slack: as Slack writes it, or whoever is on call. */
export const mention = checked((text) => {
  const word = text.split(/\s+/).find((one) => /^@\w/.test(one) && schedulesIn(one).length === 0);
  if (word === undefined) return;
  const known = ['@here', '@channel', '@everyone'].includes(word);
  const hint = known
    ? `write <!${word.slice(1)}>`
    : 'write <@U…>, <!subteam^S…> for a group, or @oncall:schedule';
  throw new Mistake(`${quoted(word)} mentions nobody`, hint);
});
