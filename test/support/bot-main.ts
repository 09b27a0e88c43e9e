import { readFileSync } from 'node:fs';
import { startBot } from './bot.ts';
import { WITH_SLOW } from './slow-command.ts';

/** The bot as a program of its own: node bot-main.ts CONFIG CERTIFICATE_URL CERTIFICATE_FILE. */
const [, , configFile = '', certificateUrl = '', certificateFile = ''] = process.argv;
const certificatePem = readFileSync(certificateFile, 'utf8');
const app = await startBot({
  config: readFileSync(configFile, 'utf8'),
  sns: { certificateUrl, certificatePem },
  registry: WITH_SLOW,
});
process.stdout.write(`${app.url}\n`);
process.once('SIGTERM', () => {
  void app.stop().then(() => {
    process.stdin.destroy();
    // As the bot itself: what still holds the process after a clean stop is not waited for.
    setTimeout(() => process.exit(0), 2_000).unref();
  });
});
// The other end is the test's: when that ends, however it ends, nobody needs this bot any more.
process.stdin.once('end', () => process.exit(1)).resume();
