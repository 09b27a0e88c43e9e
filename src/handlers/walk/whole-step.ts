import { plain } from '../../delivery/slack/message.ts';
import type { Handling, QuickStep } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { fill } from '../views/opened.ts';
import { TITLE_LENGTH } from '../views/loading.ts';
import { richText } from './rich-text.ts';
import { stepProse } from './step-prose.ts';
import { shortenedProse } from '../../runbooks/format/prose.ts';
import type { PressedAt } from './press.ts';

/** Far below what a view holds. */
const LONGEST_STEP = 20_000;

/** All of a step of which the card shows the beginning, in the view that the press opened. */
export function showWhole(
  { walk, step, walked }: PressedAt,
  { request, slack }: Handling<ActionRequest>,
): QuickStep {
  const title = step === undefined ? walk.title : `${step.index + 1}. ${step.title}`;
  const prose = shortenedProse(stepProse(step?.parts ?? [], walk.facts), LONGEST_STEP);
  return {
    role: walked.runbook.role,
    async run() {
      const view = {
        type: 'modal' as const,
        title: plain('Whole step', TITLE_LENGTH),
        close: plain('Close', TITLE_LENGTH),
        blocks: [
          { type: 'section' as const, text: plain(title, 300) },
          ...(prose.length === 0 ? [] : [richText(prose)]),
        ],
      };
      await fill(view, request, slack);
      return undefined;
    },
  };
}
