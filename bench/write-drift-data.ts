import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createChance } from './chance.ts';

/** A process of its own: what writing takes of memory is none of the report's. FILE FEATURES ROWS SHIFT */
const [file = '', features = 0, rows = 0, shift = 0] = process.argv
  .slice(2)
  .map((word, index) => (index === 0 ? word : Number(word)));
const chance = createChance(7 + Number(shift) * 100);

/** Nearly normal: the sum of twelve even ones. */
function normal(): number {
  let sum = -6;
  for (let index = 0; index < 12; index += 1) sum += chance();
  return sum;
}

const columnData = Array.from({ length: Number(features) }, (_, feature) => ({
  name: `feature_${feature}`,
  // Every eighth drifts.
  data: Array.from(
    { length: Number(rows) },
    () => normal() + (feature % 8 === 0 ? Number(shift) : 0),
  ),
  type: 'DOUBLE' as const,
}));
writeFileSync(String(file), new Uint8Array(parquetWriteBuffer({ columnData })));
