import { filledCommand } from './filled-command.ts';
import type { Part, Runbook } from './runbook.ts';
import { filledText, type Facts } from './variables.ts';

/** A runbook for one alert. Checks, questions and actions are filled in when they are run, for they are data. */
export function filledRunbook(runbook: Runbook, facts: Facts): Runbook {
  const fill = (text: string) => filledText(text, facts);
  const filledPart = (part: Part): Part => {
    if (part.kind === 'command') return { ...part, text: filledCommand(part.text, facts) };
    return part.kind === 'text' ? { ...part, text: fill(part.text) } : part;
  };
  const phases = runbook.phases.map((phase) => ({
    ...phase,
    intro: fill(phase.intro),
    steps: phase.steps.map((step) => {
      return { ...step, title: fill(step.title), parts: step.parts.map(filledPart) };
    }),
  }));
  return { ...runbook, intro: fill(runbook.intro), phases };
}
