import type { Finding, ProblemKind } from './problem.ts';
import type { Config } from './schema/config.ts';
import { locate, offsetAt, pathText, type ConfigNode, type Path } from './tree.ts';

const HINT = 'write smtp: { url: "${SMTP_URL}", from: tocsin@example.com }';

/**
 * What is missing for the mail that receivers are to get. A URL that is written and empty is meant so:
 * without a server the bot logs what it would send.
 */
export function findMailServer({ smtp, receivers }: Config, root: ConfigNode): Finding[] {
  const finding = (
    severity: Finding['severity'],
    kind: ProblemKind,
    path: Path,
    message: string,
  ): Finding => {
    const text = `${pathText(root, path)}: ${message}`;
    return { severity, kind, offset: offsetAt(root, path), message: text, hint: HINT };
  };
  if (smtp.url !== '') {
    const isThere = smtp.from !== '' || isWritten(root, ['smtp', 'from']);
    return isThere ? [] : [finding('error', 'missing-key', ['smtp'], 'there is no from')];
  }
  if (isWritten(root, ['smtp', 'url'])) return [];
  return receivers.flatMap(({ email }, index) =>
    email.length === 0
      ? []
      : [
          finding(
            'warning',
            'missing-secret',
            ['receivers', index, 'email'],
            'there is no smtp.url to send it over',
          ),
        ],
  );
}

/** Whether a key is in the file, also where what stood there was wrong and has been taken out. */
function isWritten(root: ConfigNode, path: Path): boolean {
  if (locate(root, path) !== undefined) return true;
  const parent = locate(root, path.slice(0, -1));
  return parent?.kind === 'map' && parent.pruned.has(String(path.at(-1)));
}
