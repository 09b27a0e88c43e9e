import { environment } from '../config/environment.ts';
import { Mistake } from '../config/mistake.ts';

/** Who asks for something: as they say with `--by`, else $USER. @throws Mistake when nobody knows */
export function personNamed(by: string | undefined): string {
  const name = (by ?? environment()['USER'] ?? '').trim();
  if (name !== '') return name;
  throw new Mistake('nobody says who it is', 'write --by with your name');
}
