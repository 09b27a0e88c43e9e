/** The file, in the demo's folder, by which other commands find what the demo runs: `. data/demo/env`. */
export const ENVIRONMENT = 'env';

/** Variables as a shell reads them. */
export function environmentText(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
}
