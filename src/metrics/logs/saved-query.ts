import { Mistake, quoted } from '../../config/mistake.ts';
import { fillTemplate, slotNames, type Template, type Value } from './template.ts';

/** Something that a saved query is to be told. */
export interface Parameter {
  readonly name: string;
  readonly kind: Value['kind'];
  readonly description?: string | undefined;
  /** What it is where nobody says; without one it is needed. */
  readonly usual?: string | undefined;
}

/** A query over logs that has a name. */
export interface SavedQuery {
  readonly name: string;
  readonly description?: string | undefined;
  /** The source of metrics in whose account and region the logs are. */
  readonly source: string;
  /** Names or ARNs. */
  readonly logGroups: readonly string[];
  readonly template: Template;
  /** In the order in which they stand in the query. */
  readonly parameters: readonly Parameter[];
  /** How far back it looks where nobody says, in milliseconds. */
  readonly range: number;
  /** It is stopped when it has scanned so much. */
  readonly maxBytes: number;
}

/** A value so long is none that anybody looks for. */
const LONGEST_VALUE = 1_000;
const UNWRITABLE = /[\p{Cc}\u2028\u2029\p{Cs}]/u;

/** The parameters of a query: those that are declared, and texts where nothing is said of them. */
export function parametersOf(
  template: Template,
  declared: Readonly<Record<string, Omit<Parameter, 'name'>>>,
): readonly Parameter[] {
  return slotNames(template).map((name) => {
    const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
    return { name, ...(own ?? { kind: 'text' }) };
  });
}

/**
 * The query as CloudWatch is asked.
 *
 * @throws Mistake for a value that is missing, is none, or belongs nowhere
 */
export function queryText(query: SavedQuery, given: ReadonlyMap<string, string>): string {
  const { name, template, parameters } = query;
  const values = parameters.map((parameter): [string, Value] => {
    const text = given.get(parameter.name) ?? parameter.usual;
    if (text === undefined) {
      const { description } = parameter;
      const hint = `write ${parameter.name}=…${description === undefined ? '' : ` (${description})`}`;
      throw new Mistake(`${name} needs ${parameter.name}`, hint);
    }
    return [parameter.name, readValue(parameter, text)];
  });
  return fillTemplate(template, new Map(values));
}

/** How a value is given, or what it is where nobody says: `id=…`, `over=1000`. */
export function parameterText({ name, usual = '…' }: Parameter): string {
  return `${name}=${usual}`;
}

/** Reads the value of a parameter. @throws Mistake */
export function readValue(
  { name, kind }: Pick<Parameter, 'name' | 'kind'>,
  written: string,
): Value {
  const text = written.trim();
  if (kind === 'number') {
    if (/^-?\d{1,15}(?:\.\d{1,9})?$/u.test(text)) return { kind, text };
    throw new Mistake(`${name} is a number, which ${quoted(text)} is not`, `write ${name}=100`);
  }
  if (text === '') throw new Mistake(`${name} is empty`, `write ${name}=…`);
  if (UNWRITABLE.test(text) || text.length > LONGEST_VALUE) {
    const hint = `write one line of at most ${LONGEST_VALUE} characters`;
    throw new Mistake(`${name} can't be ${quoted(text)}`, hint);
  }
  return { kind, text };
}
