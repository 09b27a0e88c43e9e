import { explanationLines } from '../../asking/explanation-text.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Answer } from '../answer.ts';
import type { Tools } from '../handling.ts';

/** A section takes 3,000 characters. */
const SECTION = 2_900;
/** So many decisions are shown, the newest. */
const DECISIONS = 15;

/** Why a group was told, or was not: what `tocsin explain` says, as much of it as fits. */
export async function explained(key: string, { explain }: Pick<Tools, 'explain'>): Promise<Answer> {
  const { standing, decisions } = explanationLines(await explain(key));
  const [head = '', ...rest] = decisions;
  const left = rest.length - DECISIONS;
  const newest = rest.slice(-DECISIONS);
  const story = [head, ...(left > 0 ? [`  … ${left} before these`] : []), ...newest];
  const command = `\`tocsin explain ${escape(key)}\` says all of it.`;
  return {
    text: command,
    blocks: [
      { type: 'section', text: plain(within(standing, SECTION), SECTION) },
      { type: 'section', text: plain(within(story, SECTION), SECTION) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: command }] },
    ],
  };
}

/** As many whole lines as fit. */
function within(lines: readonly string[], longest: number): string {
  let text = '';
  for (const line of lines) {
    const next = text === '' ? line : `${text}\n${line}`;
    if (next.length > longest - 2) return `${text}\n…`;
    text = next;
  }
  return text;
}
