import { writeFile } from 'node:fs/promises';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'you may not write there',
  EISDIR: 'it is a folder',
};

/** Writes a picture into a file that somebody named. @throws Error in words for people */
export async function writePicture(file: string, png: Uint8Array): Promise<void> {
  try {
    await writeFile(file, png);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code] ?? code;
    throw new Error(`the picture can't be written to ${file}: ${reason}; name another file`, {
      cause: error,
    });
  }
}
