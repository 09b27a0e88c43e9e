import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A data set of orders that is not as it should be. */
export function dataSetsConfig(folder: string): string {
  return `
quality:
  - name: orders
    title: Orders of the shop
    from: "${join(folder, 'orders.csv')}"
    schedule: never
    freshness: { column: updated_at }
    validity:
      - { column: price, min: 0, exclusive: true }
      - { column: country, one_of: [de, fr, es] }
`;
}

/** Writes orders: many without an e-mail, some without a price, none of today. */
export async function writeOrders(folder: string): Promise<void> {
  const newest = Date.now() - 31 * 3_600_000;
  const rows = Array.from({ length: 24_000 }, (_, row) => {
    const email = row % 25 < 9 ? '' : `customer${row}@example.com`;
    const price = row % 250 === 7 ? 0 : 5 + (row % 90);
    const country = row % 40 === 3 ? 'uk' : 'de';
    return [row, email, price, country, new Date(newest - row * 60_000).toISOString()].join(',');
  });
  const csv = `id,email,price,country,updated_at\n${rows.join('\n')}\n`;
  await writeFile(join(folder, 'orders.csv'), csv);
}
