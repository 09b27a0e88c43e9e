import type { Signal } from '../../alert/signal.ts';
import { isRecord } from '../leniency.ts';
import { readEventAlert } from '../sentry/event-alert.ts';
import { readIssue } from '../sentry/issue.ts';
import { problemSignal } from '../sentry/problem.ts';
import type { MessageContext, WebhookFormat } from './format.ts';
import { text } from './text.ts';

/**
 * What Sentry's webhooks post. The kind is told from the body, which is signed, not from the header
 * `Sentry-Hook-Resource`, which is not.
 */
export const sentry: WebhookFormat = {
  source: 'sentry',
  recognise: (value) => isMessage(value) && (isAbout(value, 'event') || isAbout(value, 'issue')),
  toSignals,
  read(value) {
    if (!isMessage(value)) return { ok: false, why: 'the message must have an action and data' };
    return {
      ok: true,
      signals: (context) =>
        isNobodysNews(value)
          ? []
          : (toSignals(value, context) ?? text.toSignals(value, context) ?? []),
    };
  },
};

function toSignals(value: unknown, context: MessageContext): readonly Signal[] | undefined {
  const problem = readEventAlert(value, context) ?? readIssue(value, context);
  if (problem === undefined) return undefined;
  return problem === 'nothing' ? [] : [problemSignal(problem, context)];
}

type Message = Readonly<Record<string, unknown>> & {
  readonly data: Readonly<Record<string, unknown>>;
};

function isMessage(value: unknown): value is Message {
  return isRecord(value) && typeof value['action'] === 'string' && isRecord(value['data']);
}

/** What Sentry also posts to whoever asks for it: each single event, comments, its own installation. */
function isNobodysNews({ data }: Message): boolean {
  return ['error', 'comment', 'comment_id', 'installation'].some((key) => key in data);
}

function isAbout({ data }: Message, what: 'event' | 'issue'): boolean {
  const subject = data[what];
  return isRecord(subject) && 'title' in subject && (what === 'issue' || 'issue_id' in subject);
}
