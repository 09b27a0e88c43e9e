import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DEFAULT_RULES,
  drawWorst,
  reportText,
  startComparer,
} from '../src/app/models/drift-compared.ts';
import { driftTables } from './drift-tables.ts';

/** `npm run pictures:drift`: the picture of docs/drift.md, into docs/images; prints the report beside it. */
const PICTURE = path.join(import.meta.dirname, '..', 'docs', 'images', 'drift-worst.png');

const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-drift-'));
const comparer = startComparer();
try {
  const { reference, current } = driftTables();
  const [train, today] = [path.join(folder, 'train.csv'), path.join(folder, 'today.csv')];
  await writeFile(train, reference);
  await writeFile(today, current);
  const report = await comparer.compare({
    sides: { reference: { from: train }, current: { from: today } },
    columns: {},
    model: 'churn',
    prediction: 'prediction',
    rules: DEFAULT_RULES,
    at: Date.UTC(2026, 10, 21, 6),
  });
  const png = await drawWorst(report);
  if (png !== undefined) await writeFile(PICTURE, png);
  process.stdout.write(`${reportText(report)}\n`);
} finally {
  await comparer.close();
  await rm(folder, { recursive: true });
}
