import { consoleLink, givenLink } from '../aws/console.ts';
import { awsSignal } from '../aws/news.ts';
import { homeRegion } from '../aws/partition.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import type { Format } from './format.ts';

/** Patterns look at no more than this. */
const READ = 4096;

/**
 * AWS Budgets publishes a text, with its figures line by line. Source: AWS Cost Management User
 * Guide, "Creating an Amazon SNS topic for budget notifications".
 */
export const awsBudgets: Format = {
  source: 'aws-budgets',
  recognise: (value) => typeof value === 'string' && looksLikeBudget(value.slice(0, READ)),
  toSignals(value, context) {
    if (typeof value !== 'string') return undefined;
    const text = value.slice(0, READ);
    const budget = readBudget(text);
    const { name, kind, threshold, isUnder } = budget;
    const alertname = kind === 'FORECASTED' ? 'Budget forecast exceeded' : 'Budget exceeded';
    const news = {
      source: 'aws-budgets',
      alertname: isUnder ? 'Budget underused' : alertname,
      account: /\bAccount:?\s{1,4}(\d{12})\b/u.exec(text)?.[1] ?? accountFromArns(context.topic),
      region: regionFromArns(context.topic) ?? 'global',
      identity: [
        ['budget', name],
        ['budget_threshold', threshold],
      ],
      labels: [['budget_type', budget.type]],
      summary: summaryOf(budget) ?? text,
      description: value,
      links: [
        givenLink('Budget', /https:\/\/[^\s<>"]{1,500}/u.exec(text)?.[0]) ??
          consoleLink(homeRegion(context.topic), 'billing/home', '#/budgets'),
      ],
      defaultSeverity: kind === 'FORECASTED' ? 'info' : 'warning',
      value: figureIn(budget.amount),
      threshold: figureIn(threshold),
      at: context.sentAt,
    } as const;
    return [awsSignal('occurrence', news, context)];
  },
};

function looksLikeBudget(text: string): boolean {
  if (/^\s{0,20}AWS Budgets?\b.{0,40}\b(?:Notification|Alert|Action)/iu.test(text)) return true;
  return lineOf(text, 'Budget Name') !== undefined && lineOf(text, 'Budgeted Amount') !== undefined;
}

interface Budget {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  /** `ACTUAL` or `FORECASTED`. */
  readonly kind: string;
  /** Amounts as AWS writes them, with their unit. */
  readonly amount?: string | undefined;
  readonly limit?: string | undefined;
  readonly threshold?: string | undefined;
  /** A budget of the utilization or coverage of reservations and Savings Plans alerts when there is too little. */
  readonly isUnder: boolean;
}

/** The lines, or where they are missing the sentences above them. */
function readBudget(text: string): Budget {
  const kind =
    lineOf(text, 'Alert Type') ?? /\b(ACTUAL|FORECASTED)\b/iu.exec(text)?.[1] ?? 'ACTUAL';
  const threshold = lineOf(text, 'Alert Threshold');
  return {
    kind: kind.toUpperCase(),
    isUnder: threshold?.startsWith('<') ?? /\bbudget is less than\b/u.test(text),
    name: lineOf(text, 'Budget Name') ?? /associated with your (.{1,200}?) budget/u.exec(text)?.[1],
    type: lineOf(text, 'Budget Type'),
    amount: amount(
      lineOf(text, `${kind} Amount`) ??
        lineOf(text, 'Actual Amount') ??
        lineOf(text, 'Forecasted Amount') ??
        /associated with this budget is ([^\s]{1,40}\d)/u.exec(text)?.[1],
    ),
    limit: amount(lineOf(text, 'Budgeted Amount')),
    threshold: amount(threshold?.replace(/^[<>=\s]+/u, '')),
  };
}

function lineOf(text: string, name: string): string | undefined {
  const line = text
    .split('\n')
    .find((one) => one.trim().toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(line.indexOf(':') + 1).trim() || undefined;
}

/** `$100.00` is `$100`. */
function amount(text: string | undefined): string | undefined {
  return text?.replace(/\.00(?!\d)/u, '');
}

function figureIn(text: string | undefined): number | undefined {
  const digits = /\d[\d,]{0,20}(?:\.\d{1,10})?/u.exec(text ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
}

/** `Budget platform: $120.50 of $100 spent, over the alert threshold of $80` */
function summaryOf({ name, kind, amount, limit, threshold, isUnder }: Budget): string | undefined {
  if (name === undefined || amount === undefined) return undefined;
  const of = limit === undefined ? '' : ` of ${limit}`;
  const relation = isUnder ? 'under' : 'past';
  const over = threshold === undefined ? '' : `, ${relation} the alert threshold of ${threshold}`;
  return kind === 'FORECASTED'
    ? `Budget ${name} is forecast to reach ${amount}${of}${over}`
    : `Budget ${name} is at ${amount}${of}${over}`;
}
