import { quoted } from '../../config/mistake.ts';
import type { Finding } from '../../config/problem.ts';
import type { Piece } from './markdown.ts';
import { kindOf, partOf, withPart } from './parts.ts';
import type { Part, Phase, Step } from './runbook.ts';
import { readTarget } from './target.ts';

interface OpenStep {
  readonly title: string;
  readonly at: number;
  parts: readonly Part[];
}

interface OpenPhase extends Omit<Phase, 'steps' | 'intro'> {
  parts: readonly Part[];
  readonly steps: Step[];
}

/** Reads what stands under the front matter, piece by piece: an introduction, phases, and steps in them. */
export class BodyReader {
  readonly #title: string;
  readonly #findings: Finding[];
  readonly #phases: Phase[] = [];
  #intro: readonly Part[] = [];
  #phase: OpenPhase | undefined;
  #step: OpenStep | undefined;
  #steps = 0;

  constructor(title: string, findings: Finding[]) {
    this.#title = title;
    this.#findings = findings;
  }

  read(piece: Piece): void {
    if (piece.kind !== 'heading') {
      this.#deepStep(piece);
      this.#add(partOf(piece, this.#findings));
      return;
    }
    const { level, text, at } = piece;
    if (level === 1) this.#heading(text, at);
    else if (level === 2) this.#beginPhase(text, at);
    else this.#beginStep(text, at);
  }

  /** @param at what to point at where there is nothing */
  end(at: number): { readonly intro: string; readonly phases: readonly Phase[] } {
    this.#endPhase();
    if (this.#phases.length === 0) {
      this.#refuse(at, 'there are no phases', 'write ## Investigate (0–5 min), and steps below it');
    }
    return { intro: textOf(this.#intro), phases: this.#phases };
  }

  /** A step that is one # too deep would be text of the step before. */
  #deepStep({ kind, raw, at }: Exclude<Piece, { kind: 'heading' }>): void {
    const step = kind === 'text' ? /^#{4,6}\s+(\d+\..*)/u.exec(raw)?.[1] : undefined;
    if (step === undefined) return;
    this.#refuse(at, 'the heading of this step is too deep', `write ### ${step}`);
  }

  #heading(text: string, at: number): void {
    // A title that is not there is a mistake of the front matter.
    if (this.#title === '' && this.#phase === undefined) return;
    if (this.#phase === undefined && text === this.#title) return;
    const hint = 'write the title, ## for a phase, or ### for a step';
    this.#refuse(at, `the heading ${quoted(text)} is not the title`, hint);
  }

  #beginPhase(text: string, at: number): void {
    this.#endPhase();
    const read = readTarget(text);
    if (read === undefined) {
      const hint = 'write the minutes or hours from the start: ## Investigate (0–5 min)';
      this.#refuse(at, `the phase ${quoted(text)} has no target time`, hint);
    }
    const before = this.#phases.at(-1)?.to ?? 0;
    const { title = text, target = '', from = before, to = before } = read ?? {};
    this.#phase = { title, target, from, to, at, parts: [], steps: [] };
  }

  #beginStep(text: string, at: number): void {
    this.#endStep();
    this.#steps += 1;
    const found = /^(?<number>\d+)\.\s+(?<title>.*)$/u.exec(text)?.groups ?? {};
    const { number, title = text } = found;
    if (this.#phase === undefined) {
      const hint = 'write a phase above it: ## Investigate (0–5 min)';
      this.#refuse(at, `the step ${quoted(title)} is in no phase`, hint);
    }
    const wanted = String(this.#steps);
    if (number !== undefined && number !== wanted) {
      const hint = `write ### ${wanted}. ${title}`;
      this.#refuse(at, `the step is number ${wanted}, not ${number}`, hint);
    }
    this.#step = { title, at, parts: [] };
  }

  #add(part: Part): void {
    if (this.#step !== undefined) this.#step.parts = withPart(this.#step.parts, part);
    else {
      if (part.kind !== 'text') {
        const hint = 'write a step above it: ### 1. What is to be done';
        this.#refuse(part.at, `the ${part.kind} is in no step`, hint);
      }
      if (this.#phase !== undefined) this.#phase.parts = withPart(this.#phase.parts, part);
      else this.#intro = withPart(this.#intro, part);
    }
  }

  #endStep(): void {
    const step = this.#step;
    this.#step = undefined;
    if (step === undefined) return;
    const { title, at, parts } = step;
    if (title === '') this.#refuse(at, 'the step has no title', 'say in a few words what is done');
    if (parts.length === 0) {
      this.#refuse(at, `the step ${quoted(title)} is empty`, 'say what to do, or take it out');
    }
    const asking = parts.filter(({ kind }) => kind !== 'text' && kind !== 'command');
    for (const { at: second, kind } of asking.slice(1)) {
      const message = `the ${kind} is the second thing that this step asks`;
      this.#refuse(second, message, 'make two steps of it');
    }
    this.#phase?.steps.push({ title, at, parts, kind: kindOf(parts) });
  }

  #endPhase(): void {
    this.#endStep();
    const phase = this.#phase;
    this.#phase = undefined;
    if (phase === undefined) return;
    const { parts, ...rest } = phase;
    if (phase.steps.length === 0) {
      const hint = 'write steps below it: ### 1. What is to be done';
      this.#refuse(phase.at, `the phase ${quoted(phase.title)} has no steps`, hint);
    }
    this.#phases.push({ ...rest, intro: textOf(parts) });
  }

  #refuse(offset: number, message: string, hint: string): void {
    this.#findings.push({ severity: 'error', kind: 'invalid-value', offset, message, hint });
  }
}

function textOf(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? part.text : [])).join('\n\n');
}
