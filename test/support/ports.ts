export { freePort } from '../../demo/listen.ts';
