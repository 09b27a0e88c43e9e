import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';

/** The one of a name. @throws Mistake for what is none, with what was meant */
export function modelMeant<Model extends { readonly name: string }>(
  name: string,
  models: readonly Model[],
): Model {
  const found = models.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  if (models.length === 0) {
    throw new Mistake('the config has no such models', 'write models: into it');
  }
  const names = models.map((one) => one.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `write one of ${names.join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no model ${quoted(name)}`, hint);
}
