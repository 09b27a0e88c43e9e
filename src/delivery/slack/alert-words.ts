import type { Annotations } from '../../alert/signal.ts';
import { visible } from '../../alert/visible.ts';
import type { AlertView } from '../view.ts';
import { figureOf, figuresOf, shorten, summaryOf } from '../wording.ts';

/**
 * What one alert has to say that the title does not, paragraph by paragraph: what was measured, what it
 * means and what to do, what the bot itself has to say of it.
 */
export function wordsOf(one: AlertView, title: string): readonly string[] {
  const { annotations } = one.alert;
  const add = adder(title);
  const summary = summaryOf(one);
  const isBegun = begins(annotations.description ?? '', shorten(summary, 600));
  const figures = hasFigure(summary, one) ? annotations['measured'] : figuresOf(one);
  const what = [...(isBegun ? [] : add(summary, 600)), ...add(figures, 300)];
  const notes = add(annotations.tocsin_note, 300, '⚠️ ');
  return [...what, ...meaning(annotations, 1_000, add), ...notes];
}

/** What several alerts mean, and what to do, where that is the same for all. */
export function sharedWords(alerts: readonly AlertView[], title: string): readonly string[] {
  const [first, ...others] = alerts.map(({ alert }) => alert.annotations);
  const isShared = others.every((one) => MEANING.every((name) => one[name] === first?.[name]));
  if (first === undefined || !isShared) return [];
  return meaning(first, 400, adder(title));
}

const MEANING = ['description', 'impact', 'resolution'] as const;

function meaning(annotations: Annotations, limit: number, add: Add): readonly string[] {
  return [
    ...add(annotations.description, limit),
    ...add(annotations['impact'], 300, 'Impact: '),
    ...add(annotations['resolution'], 400, 'What to do: '),
  ];
}

type Add = (text: string | undefined, limit: number, lead?: string) => readonly string[];

/** Adds a text, cut to its limit, unless an earlier one, or the title, says it. */
function adder(title: string): Add {
  const said: string[] = [title];
  return (text, limit, lead = '') => {
    const words = shorten(text ?? '', limit);
    if (words.trim() === '' || said.some((known) => says(known, words))) return [];
    said.push(words);
    return [`${lead}${words}`];
  };
}

/** Whether a summary gives the figure in words of its own. */
function hasFigure(summary: string, one: AlertView): boolean {
  const figure = figureOf(one);
  return figure !== undefined && ` ${essence(summary)}`.includes(` ${essence(figure)}`);
}

function says(text: string, words: string): boolean {
  return essence(text).includes(essence(words));
}

function begins(text: string, words: string): boolean {
  return essence(text) !== essence(words) && essence(text).startsWith(essence(words));
}

/** A text without what makes no difference to what it says. */
function essence(text: string): string {
  return visible(text)
    .replaceAll(/\s+/gu, ' ')
    .replace(/[\s.…]+$/u, '')
    .trim()
    .toLowerCase();
}
