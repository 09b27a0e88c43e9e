/** How many random cases a property is tried with: so many in `make test`, more in `make fuzz`. */
export function runs(count: number): number {
  return count * Number(process.env['FUZZ_TIMES'] ?? 1);
}
