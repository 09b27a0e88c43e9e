import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';

/** What names are of, in words; and what is said where the config has none. */
interface Meaning {
  readonly kind: string;
  readonly none: string;
  readonly section: string;
}

const MODELS: Meaning = { kind: 'model', none: 'the config has no such models', section: 'models' };
const SETS: Meaning = { kind: 'data set', none: 'the config has no data sets', section: 'quality' };

/** The model of a name. @throws Mistake for what is none, with what was meant */
export function modelMeant<Model extends { readonly name: string }>(
  name: string,
  models: readonly Model[],
): Model {
  return oneMeant(name, models, MODELS);
}

/** The data set of a name. @throws Mistake for what is none, with what was meant */
export function dataSetMeant<DataSet extends { readonly name: string }>(
  name: string,
  sets: readonly DataSet[],
): DataSet {
  return oneMeant(name, sets, SETS);
}

function oneMeant<One extends { readonly name: string }>(
  name: string,
  all: readonly One[],
  { kind, none, section }: Meaning,
): One {
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  if (all.length === 0) throw new Mistake(none, `write ${section}: into it`);
  const names = all.map((one) => one.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `write one of ${names.join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no ${kind} ${quoted(name)}`, hint);
}
