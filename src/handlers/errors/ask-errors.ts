import { Mistake } from '../../config/mistake.ts';
import { parseErrorsAsk } from '../../metrics/errors/ask.ts';
import type { ErrorsAtHand } from '../../metrics/errors/at-hand.ts';
import type { AskWord } from '../../metrics/ask/word.ts';
import type { Handling, SlowStep, Tools } from '../handling.ts';
import { errorsAnswer, errorsProblem } from './errors-answer.ts';

/** The errors that people can look at. @throws Mistake where the config names none */
export function errorsOf({ errors }: Pick<Tools, 'errors'>): ErrorsAtHand {
  if (errors !== undefined) return errors;
  const hint = 'write errors: { sentry: … } into the config; docs/errors.md tells how';
  throw new Mistake('the bot knows no Sentry', hint);
}

/** What a question about errors comes down to. @throws Mistake */
export function askErrors(words: readonly AskWord[], handling: Handling): SlowStep {
  const { bot, asker } = handling;
  const errors = errorsOf(handling);
  const clock = { now: bot.now(), timeZone: asker.timeZone ?? 'UTC' };
  const asked = parseErrorsAsk(words, errors.projects, clock);
  return {
    role: 'viewer',
    async work(job) {
      const found = await errors.read(asked, job);
      return found.ok ? errorsAnswer(found.answer, asked, bot.now()) : errorsProblem(found.problem);
    },
  };
}
