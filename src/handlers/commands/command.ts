import type { ChatRole } from '../../alert/chat-role.ts';
import type { Answer } from '../answer.ts';
import type { Handling, Step } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import type { CommandRequest } from '../request.ts';
import { readArguments, type Arguments, type Options } from './arguments.ts';
import type { Word } from './words.ts';

export interface CommandHandling extends Handling<CommandRequest> {
  /** True where everybody in the channel sees the answer: nobody is mentioned in it. */
  readonly isPublic: boolean;
}

/** One thing that a command does. */
export interface Verb {
  /** The word after the command's name; empty for what it does without any. */
  readonly name: string;
  /** What may follow: `[severity] [matchers]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** The least that it takes. */
  readonly role: ChatRole;
  /** @throws Mistake */
  readonly prepare: (line: readonly Word[], handling: CommandHandling) => Step;
}

/** A slash command. */
export interface Command {
  /** With its slash. */
  readonly name: string;
  readonly summary: string;
  /** What to write, and what comes of it. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly verbs: readonly Verb[];
  /** Who sees its answers, where that is not as it is of most. */
  readonly audience?: string;
}

interface CommonParts<O extends Options> extends Omit<Verb, 'options' | 'prepare'> {
  readonly options: O;
  /** What it takes where that depends on what is asked for; at least `role`. */
  readonly roleFor?: (args: Arguments<O>) => ChatRole;
}

interface VerbParts<O extends Options> extends CommonParts<O> {
  readonly run: (args: Arguments<O>, handling: CommandHandling) => Promise<Answer>;
}

/** A verb whose options have the types that `run` is given. */
export function verb<const O extends Options>(parts: VerbParts<O>): Verb {
  const { run, roleFor, ...rest } = parts;
  return {
    ...rest,
    prepare(line, handling) {
      const args = readArguments(line, parts.options);
      return { role: roleFor?.(args) ?? parts.role, run: () => run(args, handling) };
    },
  };
}

interface SlowVerbParts<O extends Options> extends CommonParts<O> {
  readonly work: (args: Arguments<O>, handling: CommandHandling, job: Job) => Promise<Answer>;
}

/**
 * A verb that may take minutes: it is done in the background, shows how far it is, and can be cancelled. What
 * is written wrongly is said at once, as of any other.
 */
export function slowVerb<const O extends Options>(parts: SlowVerbParts<O>): Verb {
  const { work, roleFor, ...rest } = parts;
  return {
    ...rest,
    prepare(line, handling) {
      const args = readArguments(line, parts.options);
      return { role: roleFor?.(args) ?? parts.role, work: (job) => work(args, handling, job) };
    },
  };
}
