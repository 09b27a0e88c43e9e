import type { ErrorStatus } from '../../metrics/errors/tracker.ts';
import { askErrors } from '../errors/ask-errors.ts';
import { changeError } from '../errors/change-error.ts';
import { readArguments } from './arguments.ts';
import type { Command, Verb } from './command.ts';

/** `/errors`: errors that Sentry has seen, and who resolves them. */
export const errorsCommand: Command = {
  name: '/errors',
  summary: 'errors that are not resolved, with their trends',
  audience:
    'Only you see a list; with `--public` everybody in the channel does. Who resolved what everybody sees.',
  examples: [
    ['/errors', 'of the last day, the most frequent first'],
    ['/errors 7d project=web environment=production', 'of a week, of one project and environment'],
    ['/errors last week sort=new', 'the newest first; or sort=users'],
    ['/errors resolve WEB-1A', 'one is mended'],
  ],
  verbs: [
    changeVerb('resolve', 'resolved', 'it is mended; should it come again, Sentry opens it again'),
    changeVerb('reopen', 'unresolved', 'takes that back'),
    {
      name: '',
      usage: '[range] [project=…] [environment=…] [release=…] [sort=frequency|new|users]',
      summary:
        'how often each came, to whom, where, and how that went; without those that are expected',
      role: 'viewer',
      options: {},
      prepare: (line, handling) => askErrors(readArguments(line, {}).words, handling),
    },
  ],
};

function changeVerb(name: string, to: ErrorStatus, summary: string): Verb {
  return {
    name,
    usage: '<error>',
    summary,
    role: 'responder',
    options: {},
    prepare(line, handling) {
      const { words } = readArguments(line, {});
      return changeError(words.map(({ text }) => text).join(' '), to, handling);
    },
  };
}
