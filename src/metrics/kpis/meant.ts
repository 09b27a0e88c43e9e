import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Kpi } from './kpi.ts';

/**
 * The key figures that somebody means: all, those of a group, or one by its name or title.
 *
 * @param wanted empty for all
 * @throws Mistake for what is none of these, with what may be meant
 */
export function kpisMeant(wanted: string, kpis: readonly Kpi[]): readonly Kpi[] {
  if (kpis.length === 0) throw new Mistake('no KPIs are configured', 'write kpis into the config');
  if (wanted === '') return kpis;
  const same = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  const named = kpis.find(({ name }) => same(name));
  if (named !== undefined) return [named];
  const group = kpis.filter((one) => same(one.group));
  if (group.length > 0) return group;
  // Several may have one title: an error rate of this, and of that.
  const titled = kpis.filter(({ title }) => same(title));
  if (titled.length > 0) return titled;
  const groups = [...new Set(kpis.map((one) => one.group))];
  const names = kpis.flatMap(({ name, title }) => [name, title]);
  const likely = nearest(wanted, [...names, ...groups]);
  const hint = likely === undefined ? `the groups are ${groups.join(', ')}` : `write ${likely}`;
  throw new Mistake(`there is no KPI, and no group, ${quoted(wanted)}`, hint);
}
