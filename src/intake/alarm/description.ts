import { z } from 'zod';
import { parseSeverity, readSeverity, type ReadSeverity } from '../../alert/severity.ts';
import { httpUrl } from '../aws/console.ts';
import { parseJson } from '../json.ts';
import { anyTexts, isRecord, isScalar } from '../leniency.ts';

/** What the owner of an alarm wrote into its description for us. */
export interface Description extends ReadSeverity {
  /** The words for people; undefined when the description held only keys. */
  readonly text?: string | undefined;
  /** A URL, or a runbook's name. */
  readonly runbook?: string | undefined;
  /** Known keys of a description that is JSON: `summary`, `team`, `dashboard` … */
  readonly annotations: readonly (readonly [name: string, value: string])[];
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/** Keys of a JSON description that become annotations of the same name. */
const KNOWN_KEYS = [
  'summary',
  'team',
  'owner',
  'service',
  'dashboard',
  'logs',
  'impact',
  'resolution',
];

const RUNBOOK_KEYS = ['runbook', 'runbook_url', 'runbookUrl', 'runbookURL'];

/** Patterns look at no more than this: CloudWatch itself allows 1,024 characters. */
const READ = 4096;

/**
 * Reads an alarm's description: JSON with known keys, or text in which `severity: critical` and
 * `runbook: https://…` (or a Markdown link, or any address with "runbook" in it) are found.
 */
export function readDescription(text: string | undefined): Description {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return { annotations: [], labels: [] };
  if (trimmed.startsWith('{')) {
    const json = parseJson(trimmed);
    if (json.ok && isRecord(json.value)) return readJson(json.value);
  }
  return {
    text: trimmed,
    ...severityIn(trimmed),
    runbook: runbookIn(trimmed),
    annotations: [],
    labels: [],
  };
}

const jsonSchema = z.object({ labels: anyTexts });

function readJson(json: Readonly<Record<string, unknown>>): Description {
  const value = (key: string) => {
    const found = Object.hasOwn(json, key) ? json[key] : undefined;
    return isScalar(found) && found !== '' ? String(found) : undefined;
  };
  const { labels } = jsonSchema.parse(json);
  const labelled = labels.find(([name]) => name === 'severity')?.[1];
  const text = value('description') ?? value('text');
  return {
    text,
    ...firstKnown([value('severity'), labelled]),
    runbook: RUNBOOK_KEYS.map(value).find((one) => one !== undefined) ?? runbookIn(text ?? ''),
    annotations: KNOWN_KEYS.flatMap((key) => {
      const found = value(key);
      return found === undefined ? [] : [[key, found] as const];
    }),
    labels: labels.filter(([name]) => name !== 'severity'),
  };
}

/** The first `severity: x` or `severity=x` of a text whose x is on the ladder, else its first x. */
export function severityIn(text: string): ReadSeverity {
  const pattern =
    /\bseverity["'*_`]{0,3}\s{0,4}[:=]\s{0,4}["'*_`]{0,3}((?:sev|p)[ _-]\d\b|[a-z0-9]{1,40})/giu;
  return firstKnown(Array.from(text.slice(0, READ).matchAll(pattern), ([, word]) => word));
}

/** The first word that is on the ladder; when none is, the first that there is. */
function firstKnown(words: readonly (string | undefined)[]): ReadSeverity {
  const known = words.find((word) => parseSeverity(word ?? '') !== undefined);
  return readSeverity(known ?? words.find((word) => word !== undefined));
}

const RUNBOOK_PATTERNS = [
  /\[[^\]\n]{0,100}\brun ?book[^\]\n]{0,100}\]\((https?:[^\s)]{1,1000})\)/iu,
  /\brun[ -]?book(?:[ _-]?url)?["'*_`]{0,3}\s{0,4}[:=]\s{0,4}["'*_`<]{0,3}([^\s"'`>|]{1,1000})/iu,
  /(https?:\/\/[^\s"'`<>|)]{0,1000}runbook[^\s"'`<>|)]{0,1000})/iu,
];

function runbookIn(text: string): string | undefined {
  const head = text.slice(0, READ);
  for (const pattern of RUNBOOK_PATTERNS) {
    const found = pattern.exec(head)?.[1]?.replace(/[.,;:!?)\]*_]+$/u, '');
    if (found !== undefined && found !== '') return httpUrl(found) ?? found;
  }
  return undefined;
}
